import { GetSecretValueCommand, RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { createConnection } from "mysql2/promise";
import { xmlText } from "../../../../../local/aws/gateway/answers/xml";
import type { LocalDatabase } from "../../../../../local/aws/gateway/start";
import { connect, queryText } from "../../../../../local/mysql/connection";
import { startTestGateway, type TestGateway } from "../../../../support/gateway";
import { describeWithMoto } from "../../../../support/moto";
import { temporaryFolder } from "../../../../support/temporary-folder";

const INSTANCE = {
  Engine: "mysql",
  EngineVersion: "8.4.6",
  DBInstanceClass: "db.t4g.micro",
  AllocatedStorage: "20",
  MasterUsername: "dba",
  ManageMasterUserPassword: "true",
};
const START_TIMEOUT_MS = 120_000;

describeWithMoto("a DB instance behind the gateway", () => {
  let gateway: TestGateway;
  const rds = (Action: string, parameters: Readonly<Record<string, string>> = {}) =>
    gateway.form("rds", { Action, ...parameters });
  const describe = async (parameters: Readonly<Record<string, string>>): Promise<string> =>
    (await rds("DescribeDBInstances", parameters)).body;
  const setParameter = (group: string, name: string, value: string) =>
    rds("ModifyDBParameterGroup", {
      DBParameterGroupName: group,
      "Parameters.Parameter.1.ParameterName": name,
      "Parameters.Parameter.1.ParameterValue": value,
      "Parameters.Parameter.1.ApplyMethod": "immediate",
    });
  const available = async (identifier: string): Promise<string> => {
    for (;;) {
      const told = await describe({ DBInstanceIdentifier: identifier });
      const status = xmlText(told, "DBInstanceStatus");
      if (status === "available") return told;
      if (status !== "creating") throw new Error(`the instance is ${status}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const database = (identifier: string): LocalDatabase => {
    const found = gateway.databases().find((one) => one.identifier === identifier);
    if (found === undefined) throw new Error(`there is no database ${identifier}`);
    return found;
  };
  const logGroups = async (): Promise<readonly object[]> => {
    const { body } = await gateway.json("logs", "Logs_20140328.DescribeLogGroups", {
      logGroupNamePrefix: "/aws/rds/instance/short/",
    });
    return JSON.parse(body).logGroups;
  };
  const asAdmin = async (of: LocalDatabase, sql: string): Promise<string> => {
    const connection = await connect(of, of.admin);
    return queryText(connection, sql).finally(() => connection.destroy());
  };

  beforeAll(async () => {
    gateway = await startTestGateway({ stateFolder: temporaryFolder() });
    await rds("CreateDBParameterGroup", {
      DBParameterGroupName: "strict",
      DBParameterGroupFamily: "mysql8.4",
      Description: "d",
    });
    await setParameter("strict", "long_query_time", "7");
    const created = await rds("CreateDBInstance", {
      DBInstanceIdentifier: "main",
      DBParameterGroupName: "strict",
      ...INSTANCE,
    });
    expect(xmlText(created.body, "DBInstanceStatus")).toBe("creating");
    expect(created.body).not.toContain("<Endpoint>");
    await available("main");
  }, START_TIMEOUT_MS);
  afterAll(() => gateway.stop());

  it("is a real MySQL at the endpoint that is told, for the login in the admin secret", async () => {
    const told = await available("main");
    const arn = xmlText(told, "SecretArn") ?? "";
    expect(arn).toContain(":secret:rds!db-");
    const { SecretString = "" } = await gateway.secrets.send(new GetSecretValueCommand({ SecretId: arn }));
    const login = JSON.parse(SecretString);
    expect(Object.keys(login)).toEqual(["username", "password"]);
    const { caPem } = database("main");
    const address = { host: xmlText(told, "Address") ?? "", port: Number(xmlText(told, "Port")), caPem };
    const connection = await connect(address, login);
    expect(await queryText(connection, "SELECT CURRENT_USER()")).toBe("dba@%");
    connection.destroy();
    expect(gateway.passwords()).toContain(login.password);
  });

  it("is found by its resource id, which is its own", async () => {
    const id = xmlText(await available("main"), "DbiResourceId") ?? "";
    const filter = (value: string) =>
      describe({ "Filters.Filter.1.Name": "dbi-resource-id", "Filters.Filter.1.Values.Value.1": value });
    expect(xmlText(await filter(id), "DBInstanceIdentifier")).toBe("main");
    expect(await filter("db-OTHER")).toContain("DBInstanceNotFound");
  });

  it("has what its parameter group sets, and follows it", async () => {
    const main = database("main");
    expect(await asAdmin(main, "SELECT @@GLOBAL.long_query_time")).toBe("7");
    await setParameter("strict", "require_secure_transport", "0");
    const plaintext = () =>
      createConnection({ host: main.host, port: main.port, user: main.admin.username, password: main.admin.password });
    await (await plaintext()).end();
    await setParameter("strict", "require_secure_transport", "1");
    await expect(plaintext()).rejects.toMatchObject({ code: "ER_SECURE_TRANSPORT_REQUIRED" });
  });

  it("has its own value again for a parameter that the group sets no more", async () => {
    const main = database("main");
    await setParameter("strict", "long_query_time", "5");
    expect(await asAdmin(main, "SELECT @@GLOBAL.long_query_time")).toBe("5");
    await rds("ResetDBParameterGroup", {
      DBParameterGroupName: "strict",
      "Parameters.Parameter.1.ParameterName": "long_query_time",
      "Parameters.Parameter.1.ApplyMethod": "immediate",
    });
    expect(await asAdmin(main, "SELECT @@GLOBAL.long_query_time")).toBe("10");
  });

  it("keeps its group as it is where a static parameter is to be applied immediately", async () => {
    const refused = await setParameter("strict", "lower_case_table_names", "1");
    expect([refused.status, xmlText(refused.body, "Code")]).toEqual([400, "InvalidParameterCombination"]);
    const { body } = await rds("DescribeDBParameters", { DBParameterGroupName: "strict" });
    expect(body).not.toContain("lower_case_table_names");
  });

  it("has a new admin password in server and secret when RDS rotates it", async () => {
    const main = database("main");
    const before = main.admin;
    const now = { ApplyImmediately: "true", RotateMasterUserPassword: "true" };
    expect((await rds("ModifyDBInstance", { DBInstanceIdentifier: "main", ...now })).status).toBe(200);
    expect(main.admin.password).not.toBe(before.password);
    expect(await asAdmin(main, "SELECT 1")).toBe("1");
    await expect(connect(main, before)).rejects.toMatchObject({ code: "ER_ACCESS_DENIED_ERROR" });
  });

  it("has a new admin password in server and secret when its admin secret is rotated, without a function", async () => {
    const main = database("main");
    const before = main.admin;
    const arn = xmlText(await available("main"), "SecretArn") ?? "";
    const rotated = await gateway.secrets.send(new RotateSecretCommand({ SecretId: arn }));
    const { VersionId, SecretString = "" } = await gateway.secrets.send(new GetSecretValueCommand({ SecretId: arn }));
    expect(VersionId).toBe(rotated.VersionId);
    expect(JSON.parse(SecretString)).toEqual(main.admin);
    expect(main.admin.password).not.toBe(before.password);
    expect(await asAdmin(main, "SELECT 1")).toBe("1");
    await expect(connect(main, before)).rejects.toMatchObject({ code: "ER_ACCESS_DENIED_ERROR" });
    expect(gateway.passwords()).toContain(main.admin.password);
  });

  it("can be frozen, and answers again afterwards", async () => {
    const main = database("main");
    main.freeze();
    expect(main.status).toBe("frozen");
    const answer = asAdmin(main, "SELECT 2");
    const first = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 300, "nothing yet"))]);
    expect(first).toBe("nothing yet");
    main.thaw();
    expect(await answer).toBe("2");
  });

  it(
    "is gone when it is deleted, even frozen: server, data, admin secret",
    async () => {
      await rds("CreateDBInstance", {
        DBInstanceIdentifier: "short",
        ...INSTANCE,
        "EnableCloudwatchLogsExports.member.1": "error",
      });
      const told = await available("short");
      const short = database("short");
      expect(xmlText(told, "DbiResourceId")).not.toBe(xmlText(await available("main"), "DbiResourceId"));
      short.freeze();
      expect((await rds("DeleteDBInstance", { DBInstanceIdentifier: "short", SkipFinalSnapshot: "true" })).status).toBe(
        200,
      );
      expect(gateway.databases().map(({ identifier }) => identifier)).toEqual(["main"]);
      await expect(connect(short, short.root)).rejects.toMatchObject({ code: "ECONNREFUSED" });
      const secret = new GetSecretValueCommand({ SecretId: xmlText(told, "SecretArn") });
      await expect(gateway.secrets.send(secret)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
      expect(await describe({ DBInstanceIdentifier: "short" })).toContain("DBInstanceNotFound");
      // What it wrote last is exported when it is gone: the group is made anew, without a key and kept for ever.
      expect(await logGroups()).toEqual([]);
      await gateway.exportLogs("short");
      expect(await logGroups()).toEqual([expect.objectContaining({ logGroupName: "/aws/rds/instance/short/error" })]);
      expect(Object.keys((await logGroups())[0] ?? {})).not.toEqual(expect.arrayContaining(["retentionInDays"]));
      await gateway.exportLogs("short"); // a further export finds the group
      await expect(gateway.exportLogs("main")).rejects.toThrow("exports no log");
    },
    START_TIMEOUT_MS,
  );

  it.each([
    ["StopDBInstance", {}],
    ["RebootDBInstance", {}],
    ["ModifyDBInstance", { NewDBInstanceIdentifier: "renamed" }],
    ["CreateDBInstance", { ...INSTANCE, DBInstanceIdentifier: "other", Engine: "postgres" }],
  ])("refuses %s, which the real server would not follow", async (action, parameters) => {
    const refused = await rds(action, { DBInstanceIdentifier: "main", ...parameters });
    expect([refused.status, xmlText(refused.body, "Code")]).toEqual([400, "NotEmulated"]);
  });
});
