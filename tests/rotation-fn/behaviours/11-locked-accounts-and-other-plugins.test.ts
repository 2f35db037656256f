import { type AuditWorld, auditWorld } from "../../support/audit-world";
import { MADE_BY_HAND, type ManualUser, manualUser } from "../../support/manual-user";
import { onMariadb } from "../../support/mysql";
import { otherPlugin } from "../../support/other-plugin";

/** The function and the tests come from 127.0.0.1; a row for 10.0.0.0/8 lets in somebody who is not here. */
describe("11. The right account row: locked accounts and other plugins, with two users", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());

  const HOST = "10.%";
  const isLocked = async (made: ManualUser, user: string) =>
    (await made.sql(`SHOW CREATE USER \`${user}\`@'${HOST}'`))[0]?.join().includes("ACCOUNT LOCK");
  const hosts = async (made: ManualUser, user: string) =>
    (await made.sql(`SELECT Host FROM mysql.user WHERE User = '${user}' ORDER BY Host`))[0];
  const withRow = async (clauses = "") => {
    const made = await manualUser(world);
    await made.sql(`CREATE USER \`${made.username}\`@'${HOST}' IDENTIFIED BY '${MADE_BY_HAND}' ${clauses}`);
    return made;
  };
  const healthy = async (made: ManualUser) =>
    expect(await world.auditOne(made.secret)).toMatchObject({ healthy: true, grantDrift: 0 });

  it("an account that is locked keeps its lock, and its counterpart gets it, over four rotations", async () => {
    const made = await withRow();
    await made.secret.rotate();
    await made.sql(`ALTER USER \`${made.clone}\`@'${HOST}' ACCOUNT LOCK`);
    for (let rotation = 0; rotation < 4; rotation++) {
      await made.secret.rotate();
      expect([await isLocked(made, made.username), await isLocked(made, made.clone)]).toEqual([true, true]);
      await healthy(made);
    }
  });

  it("accounts that are unlocked again let their clients in with the passwords of the labels", async () => {
    const made = await withRow();
    await made.secret.rotate();
    await made.sql(`ALTER USER \`${made.clone}\`@'${HOST}' ACCOUNT LOCK`);
    for (let rotation = 0; rotation < 3; rotation++) await made.secret.rotate();
    for (const label of ["AWSCURRENT", "AWSPREVIOUS"]) {
      const value = await made.secret.value(label);
      // Nobody can log in from 10.0.0.0/8 here, so the row gets this one's address.
      const here = `\`${value.username}\`@'127.0.0.1'`;
      await made.sql(
        `RENAME USER \`${value.username}\`@'${HOST}' TO ${here}`,
        `ALTER USER ${here} ACCOUNT UNLOCK`,
        `GRANT SELECT ON \`${made.dbname}\`.* TO ${here}`,
      );
      expect(await made.query(value, "SELECT CURRENT_USER()")).toEqual([`${value.username}@127.0.0.1`]);
    }
  });

  it("a locked account without a counterpart gets none, whatever password it has, and stops nothing", async () => {
    const made = await withRow("ACCOUNT LOCK");
    await made.sql(`ALTER USER \`${made.username}\`@'${HOST}' IDENTIFIED BY 'somebody-Elses-1'`);
    for (let rotation = 0; rotation < 3; rotation++) await made.secret.rotate();
    expect(await hosts(made, made.clone)).toEqual(["%"]);
    expect(await isLocked(made, made.username)).toBe(true);
    await healthy(made);
  });

  it("an account that takes no password needs no counterpart, is not touched and stops nothing, on either side", async () => {
    const made = await withRow("ACCOUNT LOCK");
    await otherPlugin(made.username, HOST);
    for (let rotation = 0; rotation < 3; rotation++) {
      await made.secret.rotate();
      expect(await hosts(made, made.clone)).toEqual(["%"]);
      expect(await hosts(made, made.username)).toEqual(["%", HOST]);
      await healthy(made);
    }
    const [row] = await made.sql(`SHOW CREATE USER \`${made.username}\`@'${HOST}'`);
    expect(row?.join()).toContain(onMariadb() ? "unix_socket" : "AWSAuthenticationPlugin");
  });

  it("a locked account of the other user that is not the secret's stays, and stops nothing", async () => {
    const made = await manualUser(world);
    await made.sql(`CREATE USER \`${made.clone}\`@'${HOST}' IDENTIFIED BY 'somebody-Elses-1' ACCOUNT LOCK`);
    for (let rotation = 0; rotation < 2; rotation++) await made.secret.rotate();
    expect(await hosts(made, made.clone)).toEqual(["%", HOST]);
    expect(await isLocked(made, made.clone)).toBe(true);
  });
});
