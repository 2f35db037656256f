import { loadEnvironments, parseEnvironment } from "../../../environments";
import { refusesPlaintext, tlsOnly, withTlsOnly } from "../../../ops/state-bucket/wanted-bucket";
import { type FakePlatform, fakePlatform, GOOD_BUCKET } from "../../support/fake-platform";
import { runForTest } from "../../support/ops-world";
import { SAMPLE, sampleWith } from "../../support/sample-environment";

const sample = parseEnvironment("sample", SAMPLE);
const run = (platform: FakePlatform, ...more: string[]) =>
  runForTest(["bootstrap", "sample", ...more], { environments: () => ({ sample }), platform: () => platform });

describe("ops bootstrap", () => {
  it("makes a bucket with everything, in an order in which it is never public", async () => {
    const platform = fakePlatform({ bucket: undefined });
    const { exitCode, out } = await run(platform, "--yes");
    expect(platform.changes).toEqual(["create", "private", "version", "encrypt", "policy", "lifecycle"]);
    expect(exitCode).toBe(0);
    expect(out).toBe("sample-terraform-state: ready; next: npm run ops -- doctor sample");
  });

  it("changes nothing where all is well, and does not ask", async () => {
    const platform = fakePlatform();
    expect(await run(platform)).toMatchObject({ exitCode: 0, out: "sample-terraform-state: ready" });
    expect(platform.changes).toEqual([]);
  });

  it.each([
    ["isVersioned", { isVersioned: false }, "version", "old versions are not kept"],
    ["isPrivate", { isPrivate: false }, "private", "public access is possible"],
    ["encryption", { encryption: undefined }, "encrypt", "no encryption is set"],
    ["policy", { policy: undefined }, "policy", "calls without TLS are answered"],
    ["lifecycle", { lifecycle: [] }, "lifecycle", "the lifecycle has no rule old-versions, saved-plans"],
  ])("corrects %s and nothing else", async (_, wrong, change, what) => {
    const platform = fakePlatform({ bucket: { ...GOOD_BUCKET, ...wrong } });
    const checked = await run(platform, "--check");
    expect(checked.exitCode).toBe(1);
    expect(checked.out).toContain(what);
    expect(platform.changes).toEqual([]);
    expect((await run(platform, "--yes")).exitCode).toBe(0);
    expect(platform.changes).toEqual([change]);
  });

  it("asks before it changes anything", async () => {
    const platform = fakePlatform({ bucket: undefined });
    expect(await run(platform)).toMatchObject({ exitCode: 2, err: expect.stringContaining("confirmation_required") });
    expect(platform.changes).toEqual([]);
  });

  it("refuses credentials of another account before it reads anything", async () => {
    const platform = fakePlatform({ accountId: "999900001111", bucket: undefined });
    expect(await run(platform, "--yes")).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining("found: 999900001111; allowed: 111122223333"),
    });
    expect(platform.changes).toEqual([]);
  });

  it("says after the changes what S3 still says", async () => {
    const platform = fakePlatform({ bucket: { ...GOOD_BUCKET, isVersioned: false } });
    const stubborn = { ...platform, bucket: { ...platform.bucket, setVersioned: async () => undefined } };
    const { exitCode, out } = await run(stubborn, "--yes");
    expect(exitCode).toBe(1);
    expect(out).toBe("sample-terraform-state still:\n  old versions are not kept");
  });

  it("asks for the key of the states where the file names one", async () => {
    const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-4234-8234-123456789012";
    const keyed = parseEnvironment("sample", sampleWith({ "target.stateKeyArn": keyArn }));
    const ran = await runForTest(["bootstrap", "sample", "--check"], {
      environments: () => ({ sample: keyed }),
      platform: () => fakePlatform(),
    });
    expect(ran.out).toContain(`it is not encrypted with ${keyArn}`);
  });

  it.each(["dev", "local"] as const)("makes no bucket for %s, whose file names none of its own", async (name) => {
    const ran = await runForTest(["bootstrap", name, "--yes"], { environments: loadEnvironments });
    expect(ran).toMatchObject({ exitCode: 1, err: expect.stringContaining("there is no state bucket to make") });
  });

  it.each<[string, object]>([
    ["one folder", { Resource: "arn:aws:s3:::b/plans/*" }],
    ["the bucket without its objects", { Resource: "arn:aws:s3:::b" }],
    ["one role", { Principal: { AWS: "arn:aws:iam::1:role/ci" } }],
    ["some callers", { Condition: { Bool: { "aws:SecureTransport": "false", "aws:ViaAWSService": "false" } } }],
    [
      "some networks",
      { Condition: { ...(tlsOnly("").Condition as object), StringEquals: { "aws:SourceVpc": "vpc-1" } } },
    ],
  ])("does not take a statement for the refusal of all plaintext that is about %s", (_, changed) => {
    const arn = "arn:aws:s3:::b";
    const policy = (more: object) => ({ Version: "2012-10-17", Statement: [{ ...tlsOnly(arn), ...more }] });
    expect(refusesPlaintext(policy({ Sid: "TheirOwn" }), arn)).toBe(true);
    expect(refusesPlaintext(policy({ Resource: "*" }), arn)).toBe(true);
    expect(refusesPlaintext(policy(changed), arn)).toBe(false);
  });

  it("keeps the other statements of a policy", () => {
    const own = {
      Sid: "AuditorsRead",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::1:root" },
      Action: "s3:GetObject",
    };
    const { Statement } = withTlsOnly({ Version: "2012-10-17", Statement: [own] }, "arn:aws:s3:::b");
    expect(Statement).toEqual([own, expect.objectContaining({ Sid: "OnlyTls", Effect: "Deny" })]);
    expect(withTlsOnly({ Version: "2012-10-17", Statement }, "arn:aws:s3:::b").Statement).toHaveLength(2);
  });
});
