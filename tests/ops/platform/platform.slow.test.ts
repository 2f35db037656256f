import {
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { parseEnvironment } from "../../../environments";
import { examineAccount } from "../../../ops/doctor/examine";
import { connectPlatform } from "../../../ops/platform/connect-platform";
import type { Platform } from "../../../ops/platform/platform";
import { fakeAws } from "../../support/fake-aws";
import type { TestGateway } from "../../support/gateway";
import { describeWithMoto } from "../../support/moto";
import { runForTest } from "../../support/ops-world";
import { sampleWith } from "../../support/sample-environment";
import { temporaryFolder } from "../../support/temporary-folder";
import { testGateways } from "../../support/test-gateways";

jest.setTimeout(120_000);

const BUCKET = "sample-terraform-state";
const sample = parseEnvironment(
  "sample",
  sampleWith({
    region: "us-east-1",
    accountId: "123456789012",
    "network.zones": [{ name: "us-east-1a" }, { name: "us-east-1b" }],
    "bastion.elasticIp": true,
    "appSecrets.0.consumerRoles": ["arn:aws:iam::123456789012:role/nobody"],
  }),
);

describeWithMoto("the account and its state bucket, in the local AWS", () => {
  const newGateway = testGateways();
  const before = process.env.AWS_ENDPOINT_URL;
  let gateway: TestGateway;
  let s3: S3Client;
  const platform = (): Platform => connectPlatform(sample, { isLocal: true, profile: undefined });
  const bootstrap = (...more: string[]) =>
    runForTest(["bootstrap", "sample", ...more], { environments: () => ({ sample }), platform });

  const start = async (): Promise<void> => {
    gateway = await newGateway(temporaryFolder());
    process.env.AWS_ENDPOINT_URL = gateway.url;
    const credentials = { accessKeyId: "TESTER", secretAccessKey: "not-checked" };
    s3 = new S3Client({ endpoint: gateway.url, region: "us-east-1", credentials, forcePathStyle: true });
  };
  afterEach(() => {
    s3.destroy();
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
    else process.env.AWS_ENDPOINT_URL = before;
  });

  it("makes the bucket, finds it good the second time, and changes nothing then", async () => {
    await start();
    expect(await platform().bucket.read()).toBeUndefined();
    expect(await bootstrap("--yes")).toMatchObject({ exitCode: 0, out: expect.stringContaining(`${BUCKET}: ready`) });
    const calls = gateway.calls().length;
    expect(await bootstrap()).toMatchObject({ exitCode: 0, out: `${BUCKET}: ready` });
    const later = gateway.calls().slice(calls);
    expect(later.filter(({ action }) => /^(PUT|POST|DELETE) /.test(action))).toEqual([]);
  });

  it("corrects a bucket that is there, and keeps the rest of its policy and of its lifecycle", async () => {
    await start();
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    const audit = {
      Sid: "AuditorsRead",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${BUCKET}/*`,
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [audit] });
    await s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }));
    const tagged = {
      ID: "tagged",
      Status: "Enabled" as const,
      Filter: { Tag: { Key: "keep", Value: "no" } },
      Expiration: { Days: 1 },
    };
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket: BUCKET, LifecycleConfiguration: { Rules: [tagged] } }),
    );
    const checked = await bootstrap("--check");
    expect(checked.exitCode).toBe(1);
    expect(checked.out).toMatch(/public access[\s\S]*old versions are not kept[\s\S]*without TLS[\s\S]*lifecycle/);
    expect((await bootstrap("--yes")).exitCode).toBe(0);
    const { policy } = (await platform().bucket.read()) ?? {};
    expect(policy).toMatchObject({ Statement: [audit, { Sid: "OnlyTls", Effect: "Deny" }] });
    const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: BUCKET }));
    expect(Rules.map(({ ID }) => ID)).toEqual(["tagged", "old-versions", "saved-plans"]);
    expect(Rules[0]).toMatchObject(tagged);
  });

  it("is examined by doctor: every question but one has an answer", async () => {
    await start();
    const found = await examineAccount(sample, platform(), fakeAws({ secrets: {} }).secrets);
    // moto has no list of engine versions.
    expect(found.filter(({ level }) => level === "unknown").map(({ check }) => check)).toEqual(["database engine"]);
    const levels = Object.fromEntries(found.map(({ check, level }) => [check, level]));
    expect(levels).toMatchObject({
      credentials: "good",
      "state bucket": "blocks",
      CloudTrail: "blocks",
      VPCs: "good",
      "Elastic IPs": "good",
      "role nobody": "blocks",
      "key pair": "good",
      "bastion image": "good",
    });
  });
});
