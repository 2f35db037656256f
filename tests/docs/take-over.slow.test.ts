import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { commandsInSection, runPrinted } from "../../local/lifecycle/printed-commands";
import type { Overlay } from "../../local/terraform/overlay";
import { effectLine, planEffect } from "../../local/terraform/plan-effect";
import { type Deployment, prepareDeployment } from "../../local/terraform/prepare";
import { synthesizeLocal } from "../../local/terraform/synthesize";
import { findTools } from "../../local/terraform/terraform-or-why-not";
import { type StackName, stackFolder, stateFile } from "../../local/terraform/workspace";
import { startTestGateway, type TestGateway } from "../support/gateway";
import { REPOSITORY, temporaryFolder } from "../support/temporary-folder";
import { describeWithDeployment } from "../support/terraform";

const PAGE = "migration.md";
const page = readFileSync(path.join(REPOSITORY, "docs", PAGE), "utf8");
const TIMEOUT_MS = 600_000;
const ADMIN = "root_by_hand";
const REASON = "exists for the length of a test only";
const SHOP = { name: "shop", database: "shop", username: "shop", privileges: ["SELECT"] };

interface Planned {
  readonly imported: readonly string[];
  /** Of what exists: all but what the plan creates. */
  readonly changed: readonly string[];
}

describeWithDeployment("docs/migration.md, Take over what exists", () => {
  const folder = temporaryFolder();
  const vpc = { id: "", privateSubnetIds: ["", ""] };
  let gateway: TestGateway;
  let deployment: Deployment;
  let storageKeyArn: string;

  beforeAll(async () => {
    gateway = await startTestGateway({ stateFolder: path.join(folder, "local aws") });
    deployment = prepareDeployment({
      folder: path.join(folder, "deployment"),
      tools: findTools(),
      endpointUrl: gateway.url,
      region: "us-east-1",
      signal: new AbortController().signal,
    });
    const { body } = await gateway.json("kms", "TrentService.CreateKey", {});
    storageKeyArn = JSON.parse(body).KeyMetadata.Arn;
  }, TIMEOUT_MS);
  afterAll(() => gateway?.stop());

  const synthesize = ({ network: _, ...overlay }: Overlay = {}) => {
    const { outFolder, zipFile } = deployment.workspace;
    const network = { cidr: null, zones: null, egress: "existing", vpc };
    const bastion = { mode: "none", publicKey: null, allowedCidrs: null };
    return synthesizeLocal({ outFolder, zipFile, choices: { overlay: { network, bastion, ...overlay } } });
  };
  const apply = async (stack: StackName) => {
    await deployment.terraform.init(stack);
    await deployment.terraform.succeed(stack, ["apply", "-auto-approve"]);
  };
  const made = async (service: string, form: Readonly<Record<string, string>>, element: string): Promise<string> => {
    const { status, body } = await gateway.form(service, form);
    if (status !== 200) throw new Error(body);
    return new RegExp(`<${element}>([^<]+)`).exec(body)?.[1] ?? "";
  };
  const createDatabase = (identifier: string, password: Readonly<Record<string, string>>) =>
    made(
      "rds",
      {
        ...{ Action: "CreateDBInstance", DBInstanceIdentifier: identifier, Engine: "mysql", EngineVersion: "8.4.5" },
        ...{ DBInstanceClass: "db.t4g.micro", AllocatedStorage: "20", MasterUsername: ADMIN, ...password },
        ...{ StorageEncrypted: "true", KmsKeyId: storageKeyArn, DBSubnetGroupName: "by-hand" },
      },
      "DBInstanceIdentifier",
    );
  const run = (command: string) => runPrinted({ ...deployment, gateway }, command);

  /** What a person does who follows "Import blocks" up to the plan, with the block of the section. */
  const planImport = async (stack: StackName, section: string, values: Readonly<Record<string, string>>) => {
    const [, block = ""] = new RegExp(`### ${section}\\n[\\s\\S]*?\`\`\`json\\n(.*)\\n *\`\`\``).exec(page) ?? [];
    const filled = block.replace(/<([^<>]+)>/g, (found, name: string) => values[name] ?? found);
    writeFileSync(path.join(stackFolder(deployment.workspace, stack), "imports.tf.json"), filled);
    const commands = commandsInSection(PAGE, "Import blocks", {
      environment: "local",
      stack: stack.replace("local-", ""),
    });
    for (const command of commands.filter((one) => / (init|plan)\b/.test(one))) await run(command);
    const { stdout } = await deployment.terraform.succeed(stack, ["show", "-json", "import.tfplan"]);
    const plan = JSON.parse(stdout);
    const changes: readonly { address: string; change: { importing?: unknown } }[] = plan.resource_changes;
    return {
      imported: changes.filter(({ change }) => change.importing !== undefined).map(({ address }) => address),
      changed: planEffect(plan).flatMap((effect) => (effect.kind === "create" ? [] : [effectLine(effect)])),
    } satisfies Planned;
  };

  it(
    "reads an existing VPC: nothing of it is imported or made",
    async () => {
      vpc.id = await made("ec2", { Action: "CreateVpc", CidrBlock: "10.90.0.0/16" }, "vpcId");
      for (const [index, AvailabilityZone] of ["us-east-1a", "us-east-1b"].entries()) {
        const form = { Action: "CreateSubnet", VpcId: vpc.id, AvailabilityZone, CidrBlock: `10.90.${index}.0/24` };
        vpc.privateSubnetIds[index] = await made("ec2", form, "subnetId");
      }
      await synthesize();
      await apply("local-network");
      const types = deployment.terraform.resources("local-network").map((address) => address.split(".")[0]);
      expect([...new Set(types)].sort()).toEqual([
        "aws_security_group",
        "aws_vpc_security_group_egress_rule",
        "aws_vpc_security_group_ingress_rule",
      ]);
    },
    TIMEOUT_MS,
  );

  it(
    "imports a database whose admin secret RDS manages with the stack's key, and replaces nothing",
    async () => {
      const group = {
        Action: "CreateDBSubnetGroup",
        DBSubnetGroupName: "by-hand",
        DBSubnetGroupDescription: "by hand",
      };
      const [one = "", other = ""] = vpc.privateSubnetIds;
      const subnets = { "SubnetIds.SubnetIdentifier.1": one, "SubnetIds.SubnetIdentifier.2": other };
      await made("rds", { ...group, ...subnets }, "DBSubnetGroupName");
      await synthesize({ database: { adminUsername: ADMIN, storageKeyArn } });
      const printed = commandsInSection(PAGE, "Import a database", { environment: "local", "ARN of the key": "" });
      for (const command of printed.filter((words) => words.startsWith("terraform "))) {
        await run(command.replace(" apply ", " apply -auto-approve "));
      }
      const key = /"arn": "(arn:aws:kms:[^"]+)"/.exec(
        readFileSync(stateFile(deployment.workspace, "local-database"), "utf8"),
      );
      // As the printed modify-db-instance leaves the instance, which the local AWS does not do.
      await createDatabase("local-mysql", {
        ManageMasterUserPassword: "true",
        MasterUserSecretKmsKeyId: key?.[1] ?? "",
      });

      const { imported, changed } = await planImport("local-database", "Import a database", { environment: "local" });
      expect(imported).toEqual(["aws_db_instance.instance"]);
      expect(changed).toEqual([
        expect.stringMatching(/^~ aws_db_instance\.instance \(.*db_subnet_group_name.*engine_version.*instance_class/),
      ]);
    },
    TIMEOUT_MS,
  );

  it.each([
    ["storage key", () => ({ adminUsername: ADMIN })],
    ["user name of the admin", () => ({ storageKeyArn })],
  ])(
    "would replace a database with another %s, as the page says",
    async (_, database) => {
      await synthesize({ database: database() });
      const { changed } = await planImport("local-database", "Import a database", { environment: "local" });
      expect(changed).toEqual(["-/+ aws_db_instance.instance"]);
    },
    TIMEOUT_MS,
  );

  it(
    "makes no plan for a database whose admin password RDS does not manage, as the page says",
    async () => {
      await createDatabase("other-mysql", { MasterUserPassword: "not-a-password-of-anyone" });
      await synthesize({ database: { adminUsername: ADMIN, storageKeyArn } });
      const planned = planImport("local-database", "Import a database", { environment: "other" });
      await expect(planned).rejects.toThrow(/master_user_secret is empty list/);
    },
    TIMEOUT_MS,
  );

  it(
    "imports a secret and neither replaces nor destroys anything",
    async () => {
      rmSync(path.join(stackFolder(deployment.workspace, "local-database"), "imports.tf.json"));
      for (const identifier of ["local-mysql", "other-mysql"]) {
        const form = { Action: "DeleteDBInstance", DBInstanceIdentifier: identifier, SkipFinalSnapshot: "true" };
        await made("rds", form, "DBInstanceIdentifier");
      }
      await synthesize({ appSecrets: [{ ...SHOP, recoveryWindowDays: { value: 0, reason: REASON } }] });
      await apply("local-database");
      const output = (name: string) => String(deployment.terraform.output("local-database", name));
      const [host = "", port = ""] = output("endpoint").split(":");
      const value = {
        ...{ engine: "mysql", host, port: Number(port), dbname: "shop", masterarn: output("admin_secret_arn") },
        ...{ username: "shop", password: "written-by-hand-0123456789" },
      };
      const secret = new CreateSecretCommand({ Name: "local/shop", SecretString: JSON.stringify(value) });
      const { ARN = "" } = await gateway.secrets.send(secret);
      const { imported, changed } = await planImport("local-app-secret", "Import a secret", {
        "ARN of the secret": ARN,
      });
      expect(imported).toEqual(["aws_secretsmanager_secret.secret_shop"]);
      expect(changed).toEqual([
        expect.stringMatching(/^~ aws_secretsmanager_secret\.secret_shop \(.*description.*kms_key_id.*tags/),
      ]);
    },
    TIMEOUT_MS,
  );
});
