import { parseEnvironment } from "../../../environments";
import { functionFailure } from "../../../ops/aws/function-failure";
import { OpsError } from "../../../ops/error";
import { type FakeAwsWorld, fakeAws, fakeSecret } from "../../support/fake-aws";
import { runForTest } from "../../support/ops-world";
import { SAMPLE } from "../../support/sample-environment";

const sample = parseEnvironment("sample", SAMPLE);
const now = Date.parse("2026-01-04T00:00:00Z");
const healthy = { healthy: true, user: "shop", loginFails: false, grantDrift: 0, pendingStuck: false, problems: [] };

const status = (world: FakeAwsWorld, ...argv: string[]) =>
  runForTest(["status", ...argv], { environments: () => ({ sample }), aws: () => fakeAws(world), now: () => now });

const audits = (...found: object[]) => ({
  audit: ({ secretIds }: Readonly<Record<string, unknown>>) => ({
    secrets: (secretIds as string[]).map((secretId, index) => ({ secretId, ...found[index] })),
  }),
});

describe("ops status", () => {
  const secrets = { shop: fakeSecret({ name: "sample/shop" }), reporting: fakeSecret({ name: "sample/reporting" }) };

  it("shows one row a secret, and ends with 0 when nothing needs attention", async () => {
    const { exitCode, out } = await status(
      { secrets, answers: audits(healthy, { ...healthy, user: "reporting" }) },
      "sample",
    );
    expect(out).toMatch(
      /sample\/shop +alternating-users +shop +works +current 3 d, previous 3 d +24 h ago +2026-01-05 02:00Z +none +ok/,
    );
    expect(exitCode).toBe(0);
  });

  it("names what is wrong, the last failure of the day, and the command to start with", async () => {
    const failed = { ...healthy, loginFails: true, problems: ["applications cannot log in: 1045"] };
    const fields = {
      event: "step",
      outcome: "failed",
      step: "setSecret",
      code: "login_refused",
      secretId: secrets.shop.arn,
    };
    const lines = [{ at: now - 7_200_000, fields }];
    const { exitCode, out } = await status({ secrets, lines, answers: audits(failed, healthy) }, "sample");
    expect(exitCode).toBe(1);
    expect(out).toContain(
      "sample/shop\n  applications cannot log in: 1045\n  last failure 2 h ago: setSecret: login_refused\n  next: npm run ops -- unstick sample shop",
    );
  });

  it("shows what Secrets Manager knows when the function does not work, and says why the rest is missing", async () => {
    const audit = () => {
      throw functionFailure({ errorType: "Runtime.OutOfMemory", errorMessage: "out of memory" });
    };
    const { exitCode, out } = await status({ secrets, answers: { audit } }, "sample", "shop");
    expect(exitCode).toBe(1);
    expect(out).toMatch(/sample\/shop .* unknown +current 3 d/);
    expect(out).toContain("the rotation function failed; found: out of memory");
  });

  it("tells a secret that is not deployed, deleted, paused, overdue, or scheduled otherwise than in the file", async () => {
    const one = async (changes: object) =>
      (
        await status(
          { secrets: { shop: fakeSecret({ name: "sample/shop", ...changes }) }, answers: audits(healthy) },
          "sample",
          "shop",
        )
      ).out;
    expect((await status({ secrets: {} }, "sample", "shop")).out).toContain("not deployed");
    expect(await one({ deletedAt: new Date(now) })).toContain("next: npm run ops -- restore-name sample shop");
    expect(await one({ rotationEnabled: false })).toMatch(/off +none +paused/);
    // DescribeSecret leaves out LastRotatedDate while rotation is off.
    expect(await one({ rotationEnabled: false, lastRotatedAt: undefined })).toMatch(/unknown +off +none +paused/);
    expect(await one({ nextRotationAt: new Date(now - 1) })).toContain("overdue");
    expect(await one({ schedule: "rate(9 days)" })).toContain(
      "found rate(9 days), expected rate(2 days)\n  next: npm run ops -- resume sample shop",
    );
  });

  it("shows one environment that cannot be read beside the others, without an empty line before it", async () => {
    const aws = () => {
      throw new OpsError("credentials_missing", { problem: "no credentials", remedy: "log in" });
    };
    const { exitCode, out } = await runForTest(["status"], { environments: () => ({ sample }), aws });
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: "sample: no credentials; what to do: log in" });
  });

  it("prints one document with --json", async () => {
    const { json } = await status({ secrets, answers: audits(healthy, healthy) }, "sample", "--json");
    expect(json()).toMatchObject({
      version: 1,
      command: "status",
      environments: [{ name: "sample", secrets: [{ name: "shop", login: "works", rotation: { isOn: true } }, {}] }],
    });
  });
});
