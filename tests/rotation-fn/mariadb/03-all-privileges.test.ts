import { parseMariadbGrants } from "../../../rotation-fn/adapters/mariadb-grants";
import { serverFeatures } from "../../../rotation-fn/adapters/server-version";
import { testMysql } from "../../support/mysql";
import { asRoot, uniqueNames } from "../../support/rotation-world";

/** The lists that stand for ALL PRIVILEGES: the server itself says whether they are whole. */
describe("3. ALL PRIVILEGES of MariaDB is spelt out as the server means it", () => {
  const grantsFor = async (user: string): Promise<string[]> => {
    const [rows = []] = await asRoot(`SHOW GRANTS FOR '${user}'@'%'`);
    return rows.map((row) => String(Object.values(row)[0]));
  };
  const names = uniqueNames();
  beforeAll(() => asRoot(`CREATE DATABASE ${names.dbname}`, `CREATE TABLE ${names.dbname}.t (a INT)`));
  afterAll(() => asRoot(`DROP DATABASE ${names.dbname}`));

  it.each(["*.*", "DB.*", "DB.t"])("on %s", async (where) => {
    const [{ username: all }, { username: listed }] = [uniqueNames(), uniqueNames()];
    const scope = where.replace("DB", names.dbname);
    await asRoot(
      ...[all, listed].map((user) => `CREATE USER '${user}' IDENTIFIED BY 'x'`),
      `GRANT ALL ON ${scope} TO '${all}'`,
    );
    const { grants } = parseMariadbGrants(await grantsFor(all), serverFeatures(testMysql().version));
    const privileges = grants.map((grant) => (grant.kind === "privilege" ? grant.privilege : ""));
    expect(privileges.length).toBeGreaterThan(12);
    await asRoot(`GRANT ${privileges.join(", ")} ON ${scope} TO '${listed}'`);
    expect((await grantsFor(listed)).join()).toMatch(/GRANT ALL PRIVILEGES ON/);
    await asRoot(`DROP USER '${all}', '${listed}'`);
  });
});
