import { loadEnvironments, parseEnvironment } from "../../../environments";
import { refusesPlaintext, tlsOnly, WANTED_RULES, withTlsOnly } from "../../../ops/state-bucket/wanted-bucket";
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

  it("replaces a rule of ours that somebody has shortened", async () => {
    const [oldVersions, plans] = WANTED_RULES;
    if (oldVersions === undefined || plans === undefined) throw new Error("no rules");
    const short = { ...oldVersions, expireOldVersionsAfterDays: 1, keepOldVersions: 1 };
    const platform = fakePlatform({ bucket: { ...GOOD_BUCKET, lifecycle: [short, plans] } });
    expect((await run(platform, "--check")).out).toContain("the lifecycle has no rule old-versions");
    expect((await run(platform, "--yes")).exitCode).toBe(0);
    expect((await platform.bucket.read())?.lifecycle).toEqual([...WANTED_RULES]);
  });

  it.each([
    [
      "ends old versions after 1 day",
      { prefix: "", expireOldVersionsAfterDays: 1 },
      /tidy ends old versions of the states after 1 day:/,
    ],
    ["keeps too few", { prefix: "sample-net", expireOldVersionsAfterDays: 29, keepOldVersions: 9 }, /after 29 days:/],
    [
      "ends what is there now",
      { prefix: "sam", expireAfterDays: 365 },
      /tidy ends the states themselves after 365 days:/,
    ],
  ])("leaves another's rule that %s, says what to do, and is not good", async (_, rule, what) => {
    const lifecycle = [...WANTED_RULES, { id: "tidy", isEnabled: true, ...rule }];
    const platform = fakePlatform({ bucket: { ...GOOD_BUCKET, lifecycle } });
    const { exitCode, out } = await run(platform, "--yes");
    expect(exitCode).toBe(1);
    expect(out).toMatch(what);
    expect(out).toContain("what to do: remove the rule, limit it to another prefix");
    expect(platform.changes).toEqual([]);
  });

  it.each([
    ["keeps old versions of 30 days", { prefix: "", expireOldVersionsAfterDays: 30 }],
    ["keeps ten old versions", { prefix: "", expireOldVersionsAfterDays: 1, keepOldVersions: 10 }],
    ["is about the states of another environment", { prefix: "other-", expireOldVersionsAfterDays: 1 }],
    ["is about other objects", { prefix: "plans/", expireAfterDays: 1, expireOldVersionsAfterDays: 1 }],
    ["is switched off", { prefix: "", expireAfterDays: 1, isEnabled: false }],
  ])("accepts another's rule that %s", async (_, rule) => {
    const lifecycle = [...WANTED_RULES, { id: "tidy", isEnabled: true, ...rule }];
    expect(await run(fakePlatform({ bucket: { ...GOOD_BUCKET, lifecycle } }))).toMatchObject({ exitCode: 0 });
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
