import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { xmlText } from "../../../local/aws/gateway/answers/xml";
import { localCommand } from "../../../local/sandbox/command";
import { keptPaths } from "../../../local/sandbox/paths";
import { requireRunning } from "../../../local/sandbox/pid-file";
import { openWorkspace, stateFile } from "../../../local/terraform/workspace";
import { describeWithMoto } from "../../support/moto";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = path.join(temporaryFolder(), "a folder with spaces");
const before = process.env.LOCAL_AWS_FOLDER;
const OPS = path.join(__dirname, "..", "..", "..", "ops", "start.cjs");

async function run(...args: readonly string[]): Promise<{ exitCode: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const output = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const exitCode = await localCommand(args, output);
  return { exitCode, out: out.join("\n"), err: err.join("\n") };
}

/** A request to the local AWS, as a person's tools make it. */
async function ask(service: string, target: string, init: RequestInit): Promise<string> {
  const authorization = `AWS4-HMAC-SHA256 Credential=tester/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=none`;
  const url = `${requireRunning(keptPaths()).url}${target}`;
  const response = await fetch(url, { method: "POST", ...init, headers: { ...init.headers, authorization } });
  return response.text();
}
const form = (service: string, parameters: Readonly<Record<string, string>>) =>
  ask(service, "/", { body: new URLSearchParams(parameters) });

/** The first answer that is one; throws after a minute. */
async function until(what: string, answer: () => Promise<string | undefined>): Promise<string> {
  for (const endMs = Date.now() + 60_000; Date.now() < endMs; await wait(100)) {
    const found = await answer();
    if (found !== undefined) return found;
  }
  throw new Error(`${what} was not there after a minute`);
}

/** What a deployment leaves: a database, an app secret, and states that name them. */
async function deployed(): Promise<void> {
  const instance = { Engine: "mysql", DBInstanceClass: "db.t4g.micro", AllocatedStorage: "20", MasterUsername: "dba" };
  const DBInstanceIdentifier = "local-mysql";
  await form("rds", {
    Action: "CreateDBInstance",
    DBInstanceIdentifier,
    ManageMasterUserPassword: "true",
    ...instance,
  });
  const described = await until("the database", async () => {
    const answer = await form("rds", { Action: "DescribeDBInstances", DBInstanceIdentifier });
    if (xmlText(answer, "DBInstanceStatus") === "failed") throw new Error("the database did not start");
    return xmlText(answer, "DBInstanceStatus") === "available" ? answer : undefined;
  });
  const [host, port] = [xmlText(described, "Address") ?? "", xmlText(described, "Port") ?? ""];
  const client = new SecretsManagerClient({
    endpoint: requireRunning(keptPaths()).url,
    region: "us-east-1",
    credentials: { accessKeyId: "tester", secretAccessKey: "not-checked" },
  });
  const value = { host, port: Number(port), username: "shop", password: "not-the-right-one", dbname: "shop" };
  const Tags = [{ Key: "rotation:strategy", Value: "alternating-users" }];
  const shop = new CreateSecretCommand({ Name: "local/shop", SecretString: JSON.stringify(value), Tags });
  const { ARN } = await client.send(shop);
  client.destroy();
  writeState("local-database", { endpoint: `${host}:${port}`, admin_secret_arn: xmlText(described, "SecretArn") });
  writeState("local-app-secret", { app_secret_arns: { shop: ARN } });
}

function writeState(stack: "local-database" | "local-app-secret", outputs: Readonly<Record<string, unknown>>): void {
  const values = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value }]));
  const resources = [{ mode: "managed", type: "aws_kms_key", name: "key" }];
  const state = JSON.stringify({ outputs: values, resources });
  writeFileSync(stateFile(openWorkspace(keptPaths().deployment), stack), state);
}

describeWithMoto("a sandbox with something deployed", () => {
  beforeAll(async () => {
    process.env.LOCAL_AWS_FOLDER = folder;
    expect((await run("up")).exitCode).toBe(0);
    await deployed();
  }, 180_000);
  afterAll(async () => {
    await run("down");
    if (before === undefined) delete process.env.LOCAL_AWS_FOLDER;
    else process.env.LOCAL_AWS_FOLDER = before;
  }, 60_000);

  test("status shows how each secret stands, and whose end the next window is", async () => {
    const { out } = await run("status");
    expect(out).toMatch(/^MySQL: \S+:\d+$/m);
    expect(out).toMatch(/local\/shop +alternating-users +shop +no +never +off/);
    expect(out).toMatch(/next, at the latest[\s\S]*next: the end of the rotation window/);
  });

  test("sql runs a statement as the admin, without a client, also after the admin secret was rotated", async () => {
    expect((await run("sql", "admin", "select current_user() as me")).out).toContain("dba@%");
    expect((await run("rotate", "admin")).out).toMatch(/^rotated in \d+\.\d s; the user is dba now$/);
    expect((await run("sql", "admin", "select current_user() as me")).out).toContain("dba@%");
  });

  test("the operators' commands find the same databases, and print settings without a password", () => {
    const ops = (...words: string[]) =>
      spawnSync(process.execPath, [OPS, ...words, "--json"], {
        encoding: "utf8",
        env: { ...process.env, LOCAL_AWS_FOLDER: folder },
      });
    const ran = ops("sql", "local", "--admin", "select current_user()");
    expect(ran).toMatchObject({ status: 0, stdout: expect.stringContaining('"dba@%"') });
    const { settings } = JSON.parse(ops("connect", "local", "--admin", "--print", "mysql2").stdout);
    expect(settings).toMatchObject({ user: "dba", password: "not shown: add --show-password" });
    expect(settings).not.toHaveProperty("stream");
  });

  test("sql shows the server's answer when the app user's password is wrong", async () => {
    const { exitCode, out, err } = await run("sql", "local/shop", "select 1");
    expect([exitCode, out]).toEqual([1, ""]);
    expect(err).toMatch(/the server refused, for shop at .*ER_ACCESS_DENIED_ERROR.*\(command_failed\)/);
    expect(err).not.toContain("not-the-right-one");
  });

  test("the engine of the deployed database cannot be changed by up", async () => {
    const { exitCode, err } = await run("up", "--engine", "mariadb");
    expect([exitCode, err]).toEqual([2, expect.stringMatching(/the engine of a deployed database does not change/)]);
  });
});
