import { STRATEGY_NAMES } from "../../../rotation-fn/settings";
import { AWS_FAULTS } from "../../support/faulty-aws";
import { accountOf, changedByHand, logsIn, rotationUpTo, versionOf } from "../../support/ops-accidents";
import { type OpsWorld, opsWorld } from "../../support/ops-world";
import { asRoot } from "../../support/rotation-world";

jest.setTimeout(600_000);

describe("ops rollback", () => {
  let ops: OpsWorld;
  beforeAll(async () => {
    ops = await opsWorld();
  });
  afterAll(() => ops.close());

  it.each(STRATEGY_NAMES)(
    "%s: moves AWSCURRENT to AWSPREVIOUS, which logs in, and the next rotation works",
    async (strategy) => {
      const one = await ops.deployed(strategy, 2);
      const [current, previous] = [await versionOf(one, "AWSCURRENT"), await versionOf(one, "AWSPREVIOUS")];
      const { exitCode, out, err } = await one.ops("rollback", "--yes");
      expect({ exitCode, out }).toMatchObject({ exitCode: 0, out: expect.stringContaining("a login with it works") });
      expect(err).toContain("The next rotation makes a new password for");
      expect(await versionOf(one, "AWSCURRENT")).toBe(previous);
      expect(await versionOf(one, "AWSPREVIOUS")).toBe(current);
      expect(await logsIn(one)).toBe(true);
      expect((await one.ops("rotate", "--yes")).exitCode).toBe(0);
      expect(await logsIn(one)).toBe(true);
    },
  );

  it("refuses when AWSPREVIOUS does not log in, and says what the server answered", async () => {
    const one = await ops.deployed("alternating-users", 2);
    await asRoot(`ALTER USER ${await accountOf(one, "AWSPREVIOUS")} IDENTIFIED BY 'by-Hand-1'`);
    const labels = await one.secret.labels();
    const { exitCode, err } = await one.ops("rollback", "--yes");
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err: expect.stringMatching(/would break logins; found: login_refused.*nothing was changed/),
    });
    expect(await one.secret.labels()).toEqual(labels);
  });

  it("refuses while a rotation is pending, and where there is nothing to go back to", async () => {
    const one = await ops.deployed("alternating-users", 1);
    await rotationUpTo(one, ops, "createSecret");
    expect((await one.ops("rollback", "--yes")).err).toMatch(
      /a rotation of .* is pending.*npm run ops -- unstick .* shop; nothing was changed \(refused\)/,
    );
    const fresh = await ops.deployed("single-user", 0);
    expect((await fresh.ops("rollback", "--yes")).err).toContain("no version is AWSPREVIOUS");
  });

  it("leaves AWSCURRENT on a version that logs in, wherever it is interrupted, and ends well when it is repeated", async () => {
    const violations: string[] = [];
    let runs = 0;
    const one = await ops.deployed("alternating-users", 2);
    for (const fault of AWS_FAULTS) {
      for (let at = 1; ; at++) {
        await changedByHand(one);
        const target = await versionOf(one, "AWSPREVIOUS");
        one.aws.arm(fault, at);
        await one.ops("rollback", "--yes");
        const { calls } = one.aws;
        one.aws.disarm();
        if (calls.length < at) {
          // Undisturbed: every call has had its turn. The rotation repairs the account that AWSPREVIOUS names now.
          await one.ops("rotate", "--yes");
          break;
        }
        runs++;
        const name = `${fault} at ${calls.at(-1)} (${at})`;
        if (!(await logsIn(one)) && (await versionOf(one, "AWSPREVIOUS")) !== target)
          violations.push(`${name}: both are lost`);
        if (!(await logsIn(one))) await one.ops("rollback", "--yes");
        if (!(await logsIn(one))) violations.push(`${name}: repeated, and AWSCURRENT does not log in`);
        // The account that was changed by hand is AWSPREVIOUS now, and the next rotation gives it a new password.
        const { exitCode, out, err } = await one.ops("rotate", "--yes");
        if (exitCode !== 0) violations.push(`${name}: the next rotation fails: ${out} ${err}`);
      }
    }
    expect(violations).toEqual([]);
    expect(runs).toBeGreaterThan(8);
  });
});
