import { STRATEGY_NAMES } from "../../../rotation-fn/settings";
import { type OpsWorld, opsWorld } from "../../support/ops-world";

describe("ops sql", () => {
  let ops: OpsWorld;
  beforeAll(async () => {
    ops = await opsWorld();
  });
  afterAll(() => ops.close());

  it("runs a statement as the user that AWSCURRENT names, before and after a rotation", async () => {
    const one = await ops.deployed(STRATEGY_NAMES[0], 0);
    const user = async () => (await one.ops("sql", "select current_user() as u", "--json")).json().rows;
    const before = await one.value();
    expect(await user()).toEqual([[`${before.username}@%`]]);
    await one.ops("rotate", "--yes");
    const after = await one.value();
    expect(after.username).not.toBe(before.username);
    expect(await user()).toEqual([[`${after.username}@%`]]);
  });

  it("asks before a statement that does more than read, and not before one that reads", async () => {
    const one = await ops.deployed("admin-rotated", 0);
    const { dbname } = await one.value();
    const create = `CREATE TABLE \`${dbname}\`.t (id int)`;
    expect(await one.ops("sql", create)).toMatchObject({ exitCode: 2, err: expect.stringContaining("Runs CREATE as") });
    expect((await one.ops("sql", "select 1")).out).toMatch(/1\n1 row$/);
    // The app user may not create a table: the server says so.
    const refused = await one.ops("sql", create, "--yes");
    expect(refused).toMatchObject({ exitCode: 1, err: expect.stringContaining("ER_TABLEACCESS_DENIED_ERROR") });
  });

  it("runs as the admin with --admin, and a statement only looks as if it read is refused by the server", async () => {
    const one = await ops.deployed("admin-rotated", 0);
    const run = (...words: string[]) => one.opsWithoutSecret("sql", ...words);
    const asAdmin = await run("--admin", "select current_user()", "--json");
    expect(JSON.stringify(asAdmin.json())).toContain(one.adminUser);
    const { dbname } = await one.value();
    await run("--admin", `CREATE TABLE \`${dbname}\`.t (id int)`, "--yes");
    const writing = await run("--admin", `WITH one AS (SELECT 1) DELETE FROM \`${dbname}\`.t`);
    expect(writing).toMatchObject({ exitCode: 1, err: expect.stringContaining("statement_refused") });
  });

  it("shows no password, and refuses a command line without a statement, or with a secret and --admin", async () => {
    const one = await ops.deployed("admin-rotated", 0);
    const { password } = await one.value();
    const wrong = await one.ops("sql", "select nothing");
    expect(`${wrong.out}${wrong.err}`).not.toContain(password);
    expect(await one.ops("sql")).toMatchObject({ exitCode: 2, err: expect.stringContaining("statement is missing") });
    expect(await one.ops("sql", "select 1", "--tunnel-port", "0")).toMatchObject({ exitCode: 2 });
    expect(await one.ops("sql", "select 1", "--admin")).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining("a secret and --admin are named"),
    });
  });
});
