import { readFileSync } from "node:fs";
import path from "node:path";
import { type Environment, loadEnvironments, parseEnvironment } from "../../../environments";
import { TYPE_ACTIONS } from "../../../ops/permissions/actions";
import { policiesFor } from "../../../ops/permissions/policies";
import { charactersOf, MAX_POLICY_CHARACTERS, type PolicyStatement } from "../../../ops/permissions/policy";
import { PURPOSES, type Purpose } from "../../../ops/permissions/purposes";
import { StackResources } from "../../../ops/permissions/stack-resources";
import { serviceReference } from "../../../tools/service-reference";
import { allSources } from "../../source-rules/sources";
import { opsStacks } from "../../support/ops-stacks";
import { runForTest } from "../../support/ops-world";
import { sampleWith } from "../../support/sample-environment";
import { REPOSITORY } from "../../support/temporary-folder";

const OTHER = "arn:aws:lambda:eu-west-1:111122223333:function:shared-rotation";
const SAMPLE = parseEnvironment("sample", sampleWith({}));
const SAMPLE_STACKS = opsStacks(SAMPLE);
const sample = (changes?: Readonly<Record<string, unknown>>) =>
  changes === undefined ? SAMPLE : parseEnvironment("sample", sampleWith(changes));
const statements = (purpose: Purpose, environment: Environment, about?: string): readonly PolicyStatement[] =>
  policiesFor(purpose, environment, environment === SAMPLE ? SAMPLE_STACKS : opsStacks(environment))
    .filter((policy) => about === undefined || policy.about === about)
    .flatMap(({ document }) => document.Statement);
const naming = (action: string, found: readonly PolicyStatement[]) =>
  found.filter(({ Action }) => Action.includes(action));

describe("ops permissions", () => {
  it.each(["dev", "staging", "prod"] as const)("prints every purpose for %s without an AWS account", async (name) => {
    const environments = loadEnvironments;
    const stacks = opsStacks(environments()[name]);
    for (const purpose of PURPOSES) {
      const argv = ["permissions", name, "--for", purpose, "--json"];
      const ran = await runForTest(argv, { environments, stacks: async () => stacks });
      expect(ran.exitCode).toBe(0);
      const { policies } = ran.json() as { readonly policies: ReturnType<typeof policiesFor> };
      expect(policies.length).toBeGreaterThan(0);
      for (const { document } of policies) expect(charactersOf(document)).toBeLessThanOrEqual(MAX_POLICY_CHARACTERS);
    }
  });

  it("knows the calls of every type of resource that the stacks can have", () => {
    const imports = allSources()
      .filter(({ file }) => file.startsWith("stacks/"))
      .flatMap(({ source }) => [...source.matchAll(/@cdktf\/provider-aws\/lib\/([\w-]+)"/g)])
      .map(([, lib = ""]) => lib.replaceAll("-", "_").replace(/^data_aws_/, "data.aws_"))
      .map((type) => (type.startsWith("data.") ? type : `aws_${type}`));
    expect(imports.length).toBeGreaterThan(40);
    const unknown = imports.filter((type) => type !== "aws_provider" && TYPE_ACTIONS[type] === undefined);
    expect([...new Set(unknown)]).toEqual([]);
  });

  it.each([
    [
      "a NAT gateway, a fixed address, copies, a snapshot",
      {
        "network.egress": "nat",
        "network.networkAcl": true,
        "network.intraSubnets": true,
        "bastion.elasticIp": true,
        "bastion.nightlyStop": { at: "20:00" },
        "database.snapshotIdentifier": "before-the-move",
        "appSecrets.0.replicaRegions": ["eu-central-1"],
        "monitoring.alertEmails": ["on-call@example.com"],
      },
    ],
    ["Instance Connect", { bastion: { mode: "eice" } }],
    [
      "Session Manager, and the function of another environment",
      { bastion: { mode: "ssm" }, "rotationFunction.arn": OTHER },
    ],
  ])("fits %s into managed policies", (_, changes) => {
    const environment = sample(changes);
    const stacks = opsStacks(environment);
    for (const purpose of PURPOSES) {
      for (const { document } of policiesFor(purpose, environment, stacks)) {
        expect(charactersOf(document)).toBeLessThanOrEqual(MAX_POLICY_CHARACTERS);
      }
    }
  });

  it("prints one stack where one is named, and refuses others", async () => {
    const run = (...more: string[]) =>
      runForTest(["permissions", "sample", ...more], {
        environments: () => ({ sample: SAMPLE }),
        stacks: async () => SAMPLE_STACKS,
      });
    const { out } = await run("--for", "plan", "--stack", "network");
    expect(out).toMatch(/^sample-plan-network\n\{\n {2}"Version": "2012-10-17"/);
    expect((await run("--for", "everything")).err).toMatch(/--for is not valid.*allowed: plan, deploy/);
    expect(await run("--stack", "shop")).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining("allowed: network, database, app-secret, bastion"),
    });
  });

  it("names what AWS's Service Authorization Reference has", async () => {
    const file = path.join(REPOSITORY, "ops", "permissions", "service-reference.json");
    expect(readFileSync(file, "utf8")).toBe(await serviceReference());
  });
});

describe("the policies", () => {
  it("let nobody who plans, deploys, destroys or operates read or write a secret's value", () => {
    const found = PURPOSES.filter((purpose) => purpose !== "applications").flatMap((purpose) =>
      statements(purpose, sample()),
    );
    const value = /SecretValue|secretsmanager:(\*|Get\*)|RandomPassword/;
    expect(found.filter(({ Action }) => Action.some((one) => value.test(one)))).toEqual([]);
    // The function's settings, and RDS while it makes the admin secret; never the app secrets with their key.
    const decrypts = naming("kms:Decrypt", statements("deploy", sample(), "app-secret"));
    expect(decrypts).toHaveLength(1);
    expect(decrypts[0]?.Condition?.StringEquals).toMatchObject({
      "kms:ViaService": "lambda.eu-west-1.amazonaws.com",
      "kms:EncryptionContext:aws:lambda:FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:sample-rotation",
    });
  });

  it("pass the stack's own roles, to the services that take them", () => {
    const passed = ["network", "database", "bastion", "app-secret"].map(
      (part) => naming("iam:PassRole", statements("deploy", sample(), part))[0],
    );
    expect(passed.map((one) => one?.Condition?.StringEquals?.["iam:PassedToService"])).toEqual([
      ["vpc-flow-logs.amazonaws.com"],
      ["monitoring.rds.amazonaws.com"],
      ["ec2.amazonaws.com"],
      ["lambda.amazonaws.com", "scheduler.amazonaws.com"],
    ]);
    expect(passed[0]?.Resource).toBe("arn:aws:iam::111122223333:role/sample-flow-logs");
  });

  it("attach the stack's policies to the role of an application, and nothing else", () => {
    const environment = sample({ "appSecrets.0.consumerRoles": ["arn:aws:iam::111122223333:role/apps/reports"] });
    const [attach] = naming("iam:AttachRolePolicy", statements("deploy", environment, "app-secret"));
    expect(attach?.Resource).toBe("arn:aws:iam::111122223333:role/apps/reports");
    expect(attach?.Condition?.ArnLike?.["iam:PolicyARN"]).toContain(
      "arn:aws:iam::111122223333:policy/sample-secrets-of-reports",
    );
  });

  it("name subnets of an existing VPC one by one: they have no tag of ours", () => {
    const vpc = {
      id: "vpc-0123456789abcdef0",
      privateSubnetIds: ["subnet-0123456789abcdef1", "subnet-0123456789abcdef2"],
      endpointsOpenTo: [],
    };
    const environment = sample({ network: { egress: "endpoints", vpc }, bastion: { mode: "ssm" } });
    const run = naming("ec2:RunInstances", statements("deploy", environment, "bastion"));
    expect(run.flatMap(({ Resource }) => Resource)).toContain(
      "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0123456789abcdef1",
    );
  });

  it("name secrets by their common beginning where they are many", () => {
    const stack = SAMPLE_STACKS.find(({ id }) => id === "sample-app-secret");
    if (stack === undefined) throw new Error("no stack");
    const secrets = (count: number) =>
      Array.from({ length: count }, (_, at) => {
        const attributes = { name: `sample/s${at}` };
        return [
          `s${at}`,
          { address: `s${at}`, type: "aws_secretsmanager_secret", name: `s${at}`, attributes, ignored: [] },
        ] as const;
      });
    const arnsWith = (count: number) =>
      new StackResources(SAMPLE, { ...stack, resources: new Map(secrets(count)) }).own("secretsmanager:Secret").arns;
    const arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:sample/";
    expect(arnsWith(2)).toEqual([`${arn}s0-??????`, `${arn}s1-??????`]);
    expect(arnsWith(30)).toEqual([`${arn}*`]);
  });

  it("reach the stack's own state, and read those that it reads", () => {
    const found = statements("plan", sample(), "database");
    const bucket = "arn:aws:s3:::sample-terraform-state";
    expect(naming("s3:ListBucket", found)[0]?.Condition?.StringEquals?.["s3:prefix"]).toEqual([
      "sample-database.tfstate",
      "sample-network.tfstate",
    ]);
    expect(naming("s3:PutObject", found).map(({ Resource }) => Resource)).toEqual([
      `${bucket}/sample-database.tfstate.tflock`,
    ]);
    const deploying = naming("s3:PutObject", statements("deploy", sample(), "database"));
    expect(deploying.map(({ Resource }) => Resource)).toEqual([
      `${bucket}/sample-database.tfstate`,
      `${bucket}/sample-database.tfstate.tflock`,
    ]);
  });

  it("read AWS's own parameter, which belongs to no account", () => {
    const found = naming("ssm:GetParameter", statements("plan", sample(), "bastion"));
    expect(found.map(({ Resource }) => Resource)).toEqual([
      "arn:aws:ssm:eu-west-1::parameter/aws/service/ami-amazon-linux-latest/*",
    ]);
  });
});
