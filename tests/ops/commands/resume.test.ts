import { parseEnvironment } from "../../../environments";
import type { SecretState } from "../../../ops/aws/ports";
import { fakeAws, fakeSecret } from "../../support/fake-aws";
import { runForTest } from "../../support/ops-world";
import { SAMPLE } from "../../support/sample-environment";

const sample = parseEnvironment("sample", SAMPLE);
const OFF = { rotationEnabled: false, schedule: undefined, nextRotationAt: undefined };
const FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:sample-rotation";

/** `after`: what Secrets Manager says of the secret when the schedule has been set. */
const resume = async (
  before: Partial<SecretState>,
  { after = before, options = ["--yes"] }: { after?: Partial<SecretState>; options?: readonly string[] } = {},
) => {
  const fake = fakeAws({ secrets: {} });
  const describe = async () => fakeSecret({ name: "sample/shop", ...(fake.changes.length === 0 ? before : after) });
  const aws = { ...fake, secrets: { ...fake.secrets, describe } };
  const around = { environments: () => ({ sample }), aws: () => aws };
  return { ...(await runForTest(["resume", "sample", "shop", ...options], around)), changes: fake.changes };
};

describe("ops resume", () => {
  it("switches the schedule of the environment file on, and says when the next window ends", async () => {
    const { exitCode, out, err, changes } = await resume(OFF, { after: {} });
    expect(err).toContain("rate(2 days) for 2h, without a rotation now");
    expect({ exitCode, out, changes }).toEqual({
      exitCode: 0,
      out: "sample/shop: the schedule is on (rate(2 days) for 2h); the next window ends 2026-01-05 02:00Z",
      changes: [`schedule rate(2 days) for 2h with ${FUNCTION}`],
    });
  });

  it("replaces a schedule that was changed by hand", async () => {
    const { changes } = await resume({ schedule: "rate(9 days)" }, { after: {} });
    expect(changes).toEqual([`schedule rate(2 days) for 2h with ${FUNCTION}`]);
  });

  it("names the environment's function where the secret names none", async () => {
    const { changes } = await resume({ ...OFF, rotationFunctionArn: undefined }, { after: {} });
    expect(changes).toEqual([`schedule rate(2 days) for 2h with ${FUNCTION}`]);
  });

  it("does not say that the schedule is on where Secrets Manager does not", async () => {
    const { exitCode, out } = await resume(OFF);
    expect({ exitCode, out }).toEqual({
      exitCode: 1,
      out: "sample/shop: the schedule is still off\nnext: npm run ops -- status sample shop",
    });
  });

  it("changes nothing and asks nothing where the schedule is on", async () => {
    expect(await resume({}, { options: [] })).toMatchObject({
      exitCode: 0,
      out: "sample/shop: the schedule is on already (rate(2 days))",
      changes: [],
    });
  });

  it("changes nothing without consent", async () => {
    expect(await resume(OFF, { options: [] })).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining("(confirmation_required)"),
      changes: [],
    });
  });

  it("refuses where a pending version is left over, which blocks every rotation", async () => {
    const labels = new Map([
      ["v3", ["AWSPENDING"]],
      ["v2", ["AWSCURRENT"]],
    ]);
    const { exitCode, err, changes } = await resume({ ...OFF, labels });
    expect({ exitCode, changes }).toEqual({ exitCode: 1, changes: [] });
    expect(err).toMatch(/found: v3; .*npm run ops -- unstick sample shop; nothing was changed \(refused\)/);
  });
});
