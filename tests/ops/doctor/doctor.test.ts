import { loadEnvironments, parseEnvironment } from "../../../environments";
import { OpsError } from "../../../ops/error";
import { fakeAws, fakeSecret } from "../../support/fake-aws";
import { type FakePlatformWorld, fakePlatform, GOOD_BUCKET } from "../../support/fake-platform";
import { runForTest } from "../../support/ops-world";
import { sampleWith } from "../../support/sample-environment";

type Surroundings = Parameters<typeof runForTest>[1];

/** A key that no example was shipped with. */
const PUBLIC_KEY = `ssh-ed25519 ${Buffer.concat([
  Buffer.from([0, 0, 0, 11]),
  Buffer.from("ssh-ed25519"),
  Buffer.from([0, 0, 0, 32]),
  Buffer.alloc(32, 7),
]).toString("base64")} test`;

const sample = (changes: Readonly<Record<string, unknown>> = {}) =>
  parseEnvironment(
    "sample",
    sampleWith({
      accountId: "210987654321",
      "bastion.publicKey": PUBLIC_KEY,
      "bastion.allowedCidrs": ["1.2.3.0/24"],
      ...changes,
    }),
  );
const diagnose = (
  world: FakePlatformWorld = {},
  changes: Readonly<Record<string, unknown>> = {},
  more: Surroundings = {},
) =>
  runForTest(["doctor", "sample"], {
    environments: () => ({ sample: sample(changes) }),
    platform: () => fakePlatform({ accountId: "210987654321", ...world }),
    aws: () => fakeAws({ secrets: {} }),
    ...more,
  });

describe("ops doctor", () => {
  it("finds an account ready, and says what to do next", async () => {
    const { exitCode, out } = await diagnose();
    expect(out).toMatch(/ok +Lambda concurrency +1000; needed: 125\n/);
    expect(out).not.toMatch(/BLOCKS|unknown/);
    expect(out).toMatch(/next: npm run deploy -- 'sample-\*'$/);
    expect(exitCode).toBe(0);
  });

  it.each<[string, FakePlatformWorld, Readonly<Record<string, unknown>>, RegExp]>([
    [
      "too small a quota of Lambda",
      { limits: { lambdaConcurrency: async () => 10 } },
      {},
      /Lambda concurrency +10; needed: 125[\s\S]*L-B99A9384/,
    ],
    [
      "no trail",
      { region: { hasTrail: async () => false } },
      {},
      /CloudTrail +no trail records[\s\S]*create a trail for all regions/,
    ],
    [
      "no bucket",
      { bucket: undefined },
      {},
      /state bucket +there is no bucket sample-terraform-state[\s\S]*npm run ops -- bootstrap sample/,
    ],
    [
      "a lifecycle rule that ends old states too early",
      {
        bucket: {
          ...GOOD_BUCKET,
          lifecycle: [
            ...GOOD_BUCKET.lifecycle,
            { id: "tidy", isEnabled: true, prefix: "", expireOldVersionsAfterDays: 1 },
          ],
        },
      },
      {},
      /the lifecycle's rule tidy ends old versions of the states after 1 day[\s\S]*remove the rule/,
    ],
    [
      "an engine version that the region does not have",
      { region: { engineVersions: async () => [] } },
      {},
      /RDS has no mysql 8\.4 in eu-west-1/,
    ],
    [
      "a class that the region does not offer",
      { region: { offersClass: async () => false } },
      {},
      /RDS does not offer db\.\S+ for mysql 8\.4\.7/,
    ],
    [
      "an image that is not there",
      { region: { hasImage: async () => false } },
      { "bastion.imageId": "ami-0123456789abcdef0" },
      /there is no ami-0123456789abcdef0 here/,
    ],
    [
      "a key pair of somebody else",
      { region: { keyPair: async () => ({ stack: undefined }) } },
      {},
      /there is a key pair sample-bastion that this environment did not make/,
    ],
    [
      "a role that is not there",
      { limits: { policiesOfRole: async () => undefined } },
      { "appSecrets.0.consumerRoles": ["arn:aws:iam::210987654321:role/shop"] },
      /there is no role arn:aws:iam::210987654321:role\/shop/,
    ],
    [
      "an endpoint with private DNS in an existing VPC",
      {
        region: {
          privateDnsEndpoints: async () => [{ service: "com.amazonaws.eu-west-1.secretsmanager", stack: undefined }],
        },
      },
      {
        network: {
          egress: "endpoints",
          vpc: {
            id: "vpc-0123456789abcdef0",
            privateSubnetIds: ["subnet-0123456789abcdef1", "subnet-0123456789abcdef2"],
            endpointsOpenTo: [],
          },
        },
        bastion: { mode: "ssm" },
      },
      /the VPC has an endpoint for com\.amazonaws\.eu-west-1\.secretsmanager with private DNS already[\s\S]*network\.egress: "existing"/,
    ],
  ])("blocks at %s, with what to do", async (_, world, changes, expected) => {
    const { exitCode, out } = await diagnose(world, changes);
    expect(out).toMatch(expected);
    expect(out).toMatch(/BLOCKS/);
    expect(exitCode).toBe(1);
  });

  it("blocks at a secret whose name waits for its deletion", async () => {
    const shop = fakeSecret({ name: "sample/shop", deletedAt: new Date("2026-01-04T00:00:00Z") });
    const { out } = await diagnose({}, {}, { aws: () => fakeAws({ secrets: { shop } }) });
    expect(out).toMatch(/BLOCKS +name sample\/shop[\s\S]*npm run ops -- restore-name sample shop/);
  });

  it.each([
    ["free", {}, /ok +name sample\/shop +is free\n/],
    [
      "its own",
      { shop: fakeSecret({ name: "sample/shop", tags: new Map([["stack", "sample-app-secret"]]) }) },
      /ok +name sample\/shop +is this environment's\n/,
    ],
    [
      "somebody else's",
      { shop: fakeSecret({ name: "sample/shop", tags: new Map() }) },
      /warns +name sample\/shop +is a secret without this environment's tag/,
    ],
  ])("says whose a secret's name is: %s", async (_, secrets, expected) => {
    const { exitCode, out } = await diagnose({}, {}, { aws: () => fakeAws({ secrets }) });
    expect(out).toMatch(expected);
    expect(exitCode).toBe(0);
  });

  it("warns of a full quota that a deployed environment may be in", async () => {
    const { exitCode, out } = await diagnose({ limits: { vpcs: async () => ({ used: 5, quota: 5 }) } });
    expect(out).toMatch(/warns +VPCs +5 of 5 used/);
    expect(exitCode).toBe(0);
  });

  it("shows all findings at once, also when one cannot be asked", async () => {
    const denied = async () => {
      throw new OpsError("access_denied", { problem: "AWS denied cloudtrail:DescribeTrails", remedy: "allow it" });
    };
    const { exitCode, out } = await diagnose({
      bucket: undefined,
      region: { hasTrail: denied },
      limits: { lambdaConcurrency: async () => 10 },
    });
    expect(out).toMatch(/unknown +CloudTrail +AWS denied/);
    expect(out).toMatch(/BLOCKS +state bucket/);
    expect(out).toMatch(/BLOCKS +Lambda concurrency/);
    expect(exitCode).toBe(1);
  });

  it("asks another account nothing", async () => {
    const { exitCode, out } = await diagnose({ accountId: "999900001111", bucket: undefined });
    expect(out).toMatch(/BLOCKS +credentials +account 999900001111; sample is for 210987654321/);
    expect(out).not.toContain("state bucket");
    expect(exitCode).toBe(1);
  });

  it.each([
    ["no Terraform", undefined, "v24.0.0", /BLOCKS +Terraform +no terraform on the PATH/],
    [
      "an old Terraform",
      "Terraform v1.9.8",
      "v24.0.0",
      /BLOCKS +Terraform +Terraform v1\.9\.8; needed: 1\.10 or later/,
    ],
    ["a future Terraform", "Terraform v2.0.0", "v24.0.0", /BLOCKS +Terraform +Terraform v2\.0\.0/],
    ["an old Node", "Terraform v1.11.4", "v18.20.0", /BLOCKS +Node +v18\.20\.0; needed: 20\.9 or later/],
  ])("blocks at %s", async (_, terraform, node, expected) => {
    const machine = async () => ({ node, terraform, lockFile: "/nowhere" });
    const { out } = await diagnose({}, {}, { machine });
    expect(out).toMatch(expected);
    expect(out).toMatch(/warns +provider versions +no lock file/);
  });

  it.each(["dev", "staging", "prod"] as const)("prints for %s without an AWS account", async (name) => {
    const { exitCode, out } = await runForTest(["doctor", name, "--offline"], { environments: loadEnvironments });
    // The shipped files hold values that everybody must replace.
    expect(exitCode).toBe(1);
    expect(out).toContain(`write your own in environments/${name}.ts`);
    expect(out).toMatch(/BLOCKS +environment file +accountId is the account id \d+ of AWS's documentation/);
    expect(out).toMatch(/ok +Terraform +Terraform v1\.11\.4/);
  });
});
