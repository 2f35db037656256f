import { spawn } from "node:child_process";
import { connect as connectSocket, createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CreateSecretCommand, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { xmlText } from "../../../../local/aws/gateway/answers/xml";
import { connect, queryText } from "../../../../local/mysql/connection";
import { createTestFunction, invokeTestFunction, type TestGateway } from "../../../support/gateway";
import { isRunning } from "../../../support/is-running";
import { describeWithMoto } from "../../../support/moto";
import { REPOSITORY, temporaryFolder } from "../../../support/temporary-folder";
import { testGateways } from "../../../support/test-gateways";

const TIMEOUT_MS = 120_000;
const INSTANCE = {
  Action: "CreateDBInstance",
  DBInstanceIdentifier: "kept",
  Engine: "mysql",
  DBInstanceClass: "db.t4g.micro",
  AllocatedStorage: "20",
  MasterUsername: "dba",
  ManageMasterUserPassword: "true",
};

const describeInstance = (gateway: TestGateway) =>
  gateway.form("rds", { Action: "DescribeDBInstances", DBInstanceIdentifier: "kept" });
const databaseOf = async (gateway: TestGateway) => {
  while (!(await describeInstance(gateway)).body.includes("<DBInstanceStatus>available<")) await delay(50);
  const [database] = gateway.databases();
  if (database === undefined) throw new Error("there is no database");
  return database;
};
const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connectSocket({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
  });
const isGone = async (check: () => Promise<boolean> | boolean): Promise<boolean> => {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await delay(100)) if (!(await check())) return true;
  return false;
};

describeWithMoto("the state of a gateway", () => {
  const start = testGateways();

  it(
    "continues where the last one stopped: secrets, functions, databases with their data and port, and what moto keeps",
    async () => {
      const stateFolder = path.join(temporaryFolder(), "state");
      const first = await start(stateFolder);
      await first.secrets.send(new CreateSecretCommand({ Name: "kept", SecretString: '{"password":"kept-password"}' }));
      await createTestFunction(first, "kept", "exports.handler = async () => 'kept'", { KMSKeyArn: "arn:aws:kms:x" });
      const vpc = await first.form("ec2", { Action: "CreateVpc", CidrBlock: "10.0.0.0/16" });
      await first.form("rds", INSTANCE);
      const database = await databaseOf(first);
      const writer = await connect(database, database.admin);
      await writer.query("CREATE DATABASE kept");
      await writer.end();
      const told = (await describeInstance(first)).body;
      await first.stop();
      expect(await listens(database.port)).toBe(false);

      const second = await start(stateFolder);
      const { SecretString } = await second.secrets.send(new GetSecretValueCommand({ SecretId: "kept" }));
      expect(SecretString).toBe('{"password":"kept-password"}');
      expect((await invokeTestFunction(second, "kept", {})).body).toBe('"kept"');
      const settings = await second.rest("lambda", "GET", "/2015-03-31/functions/kept/configuration");
      expect(JSON.parse(settings.body).KMSKeyArn).toBe("arn:aws:kms:x");
      const vpcId = xmlText(vpc.body, "vpcId") ?? "";
      expect((await second.form("ec2", { Action: "DescribeVpcs", "VpcId.1": vpcId })).status).toBe(200);
      const again = await databaseOf(second);
      const facts = ["Endpoint", "DbiResourceId", "SecretArn"].map((name) => new RegExp(`<${name}>.*?</${name}>`));
      const toldAgain = (await describeInstance(second)).body;
      expect(facts.map((fact) => fact.exec(toldAgain)?.[0])).toEqual(facts.map((fact) => fact.exec(told)?.[0]));
      const reader = await connect(again, again.admin);
      expect(await queryText(reader, "SHOW DATABASES LIKE 'kept'")).toBe("kept");
      await reader.end();
      expect(second.passwords()).toContain("kept-password");

      await second.stop();
      const squatter = createServer().listen(database.port, "127.0.0.1");
      await expect(start(stateFolder)).rejects.toThrow(
        new RegExp(`database kept cannot continue at port ${database.port}.*what to do: free the port`),
      );
      squatter.close();
    },
    TIMEOUT_MS,
  );

  it(
    "is the only one on its state folder",
    async () => {
      const stateFolder = temporaryFolder();
      await start(stateFolder);
      await expect(start(stateFolder)).rejects.toMatchObject({
        code: "moto_start_failed",
        message: expect.stringContaining("its state is in use: another local AWS runs on"),
      });
    },
    TIMEOUT_MS,
  );

  it(
    "leaves no process when its own is killed, and its state can be continued",
    async () => {
      const stateFolder = path.join(temporaryFolder(), "state");
      const fixture = path.join(__dirname, "parent-fixture.ts");
      const parent = spawn(process.execPath, ["--import", "tsx", fixture, stateFolder], { cwd: REPOSITORY });
      let said = "";
      parent.stderr.on("data", (text) => process.stderr.write(text));
      const { functionPid, port } = await new Promise<{ functionPid: number; port: number }>((resolve, reject) => {
        parent.stdout.on("data", (text) => {
          said += text;
          if (said.includes("\n")) resolve(JSON.parse(said));
        });
        parent.once("exit", () => reject(new Error(`the gateway's process ended: ${said}`)));
      });
      expect([isRunning(functionPid), await listens(port)]).toEqual([true, true]);
      parent.removeAllListeners("exit");
      parent.kill("SIGKILL");
      expect(await isGone(() => isRunning(functionPid))).toBe(true);
      expect(await isGone(() => listens(port))).toBe(true);
      const next = await start(stateFolder);
      expect((await invokeTestFunction(next, "pid", {})).status).toBe(200);
      expect((await databaseOf(next)).port).toBe(port);
    },
    TIMEOUT_MS,
  );
});
