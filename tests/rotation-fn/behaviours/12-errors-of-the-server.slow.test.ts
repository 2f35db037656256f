import { createServer, type Server } from "node:net";
import { inGrant } from "../../support/account-text";
import { type FailingStep, failingStep } from "../../support/failing-step";
import { itOnMariadb, itOnMysql } from "../../support/mysql";
import type { Verdict } from "../../support/mysql-relay";
import { describeOwnServer, type OwnMysql } from "../../support/own-mysql";
import { startRelayedWorld } from "../../support/relayed-world";
import type { RotationWorld } from "../../support/rotation-world";

describeOwnServer("12. errors say what a server answers, and who heals it", () => {
  let mysql: OwnMysql;
  let world: RotationWorld;
  let step: FailingStep;
  let onStatement: (sql: string) => Verdict | Promise<Verdict> = (sql) => ({ sql });
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ mysql, world, close } = await startRelayedWorld((sql) => onStatement(sql)));
  });
  afterAll(() => close());
  beforeEach(async () => {
    onStatement = (sql) => ({ sql });
    step = await failingStep(world, mysql);
  });

  /** Changes the server, looks at the failure, and puts it back. */
  const during = async <T>(change: string, back: string, look: () => Promise<T>): Promise<T> => {
    await mysql.run(change);
    try {
      return await look();
    } finally {
      await mysql.run(back);
    }
  };

  it("init_connect that fails for the user: a person, because it never heals", async () => {
    const found = await during(
      "SET GLOBAL init_connect = 'SELECT no_such_function()'",
      "SET GLOBAL init_connect = ''",
      () => step.setSecret(),
    );
    expect(found).toMatchObject({ code: "database_refused", command: expect.stringContaining("describe-events") });
    expect(found.message).toMatch(/1184 .*correct init_connect/);
  });

  itOnMysql()("offline mode heals by itself", async () => {
    const found = await during("SET GLOBAL offline_mode = ON", "SET GLOBAL offline_mode = OFF", () => step.setSecret());
    expect(found).toMatchObject({ code: "server_unavailable", effect: "none", command: undefined });
    expect(found.message).toContain("3032 ");
  });

  itOnMysql()("a plugin that the server has not got (an account from before an upgrade)", async () => {
    await mysql.run(
      `UPDATE mysql.user SET plugin = 'mysql_no_such_plugin' WHERE User = '${step.username}'`,
      "FLUSH PRIVILEGES",
    );
    const found = await step.setSecret();
    expect(found).toMatchObject({ code: "unsupported_account", effect: "none" });
    expect(found.message).toMatch(/1524 .*give the account a plugin that the server has/);
  });

  itOnMariadb()("an account that logs in without a password", async () => {
    await mysql.run(`ALTER USER ${step.app} IDENTIFIED VIA unix_socket`);
    const found = await step.setSecret();
    expect(found).toMatchObject({ code: "login_refused", effect: "none" });
    expect(found.message).toMatch(/1698 .*logs in without a password/);
  });

  itOnMariadb()("an account that is blocked for its failed logins", async () => {
    await mysql.run("SET GLOBAL max_password_errors = 1");
    await step.change({ password: "not-the-password" });
    await step.setSecret();
    const found = await during(
      "SET GLOBAL max_password_errors = 1",
      "SET GLOBAL max_password_errors = 4294967295",
      () => step.setSecret(),
    );
    expect(found).toMatchObject({ code: "account_locked", effect: "none" });
    expect(found.message).toMatch(/4150 .*FLUSH PRIVILEGES/);
  });

  it("a statement that somebody kills heals by itself", async () => {
    onStatement = async (sql) => {
      if (!/^ALTER USER .* IDENTIFIED/.test(sql)) return { sql };
      return {
        sql: "SIGNAL SQLSTATE '70100' SET MYSQL_ERRNO = 1317, MESSAGE_TEXT = 'Query execution was interrupted'",
      };
    };
    const found = await step.setSecret();
    expect(found).toMatchObject({ code: "server_unavailable", command: undefined });
    expect(found.message).toContain("who kills statements");
  });

  it("a database that is not the account's: the name may be wrong", async () => {
    const { dbname } = await step.secret.value();
    await mysql.run(`REVOKE SELECT, DELETE ON \`${inGrant(dbname)}\`.* FROM ${step.app}`);
    const found = await step.setSecret();
    expect(found).toMatchObject({ code: "missing_privilege", effect: "none" });
    expect(found.message).toMatch(/1044 .*correct "dbname" in the secret/);
  });

  it("something else than a database at the address", async () => {
    const other: Server = createServer((socket) => void socket.end("SSH-2.0-OpenSSH_9.6\r\n"));
    await new Promise<void>((resolve) => void other.listen(0, "127.0.0.1", resolve));
    try {
      await step.change({ port: (other.address() as { port: number }).port });
      const found = await step.setSecret();
      expect(found).toMatchObject({ code: "network_unreachable", effect: "none" });
      expect(found.message).toMatch(/does not speak MySQL's protocol|host and port/);
    } finally {
      other.close();
    }
  });

  it.each([
    [1205, "database_locked", false],
    [1213, "database_locked", false],
    [1053, "server_unavailable", false],
    [1114, "server_unavailable", false],
    [1146, "object_missing", true],
    [3628, "missing_privilege", true],
    [3929, "database_refused", true],
    [4006, "account_is_definer", true],
    [4165, "password_rejected", true],
    [1133, "account_not_found", false],
    [1105, "database_refused", false],
  ])("%d: %s; a person is asked for at once: %s", async (errno, code, needsHuman) => {
    onStatement = (sql) =>
      /^ALTER USER .* IDENTIFIED (?:BY|VIA)/.test(sql)
        ? { sql: `SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = ${errno}, MESSAGE_TEXT = 'refused'` }
        : { sql };
    const found = await step.setSecret();
    expect(found.code).toBe(code);
    expect(found.command !== undefined).toBe(needsHuman);
  });
});
