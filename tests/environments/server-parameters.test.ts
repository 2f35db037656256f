import { missingParameters } from "../../environments/values/missing-parameters";
import { isStatic, staticParameters } from "../../environments/values/static-parameters";
import { connect } from "../../local/mysql/connection";
import { TEST_MARIADB_VARIABLE, TEST_MYSQL_VARIABLE, type TestMysql } from "../support/mysql";
import { skippedBecause } from "../support/skipped-because";

const READ_ONLY_VARIABLE = 1238;
/** What a server only tells, or where its files lie: no parameter group of RDS has it. */
const TOLD =
  /^(have_.*|version.*|wsrep_.*|gtid_.*|license|hostname|protocol_version|server_uid|.*_index|.*_basename|.*dir|socket|pid_file|core_file|locked_in_memory|large_files_support|lower_case_file_system|system_time_zone|character_set_system)$/;

const onServer = async <T>(
  shared: string,
  ask: (query: (sql: string) => Promise<Record<string, string>[]>) => Promise<T>,
) => {
  const server = JSON.parse(shared) as TestMysql;
  const connection = await connect(server, server.root);
  try {
    return await ask(async (sql) => (await connection.query(sql))[0] as Record<string, string>[]);
  } finally {
    await connection.end();
  }
};

describe.each([
  ["mysql", "8.4", process.env[TEST_MYSQL_VARIABLE]],
  ["mariadb", "10.11", process.env[TEST_MARIADB_VARIABLE]],
] as const)("the parameters of %s", (engine, series, shared) => {
  const withServer = skippedBecause(
    shared === undefined ? "the run has no such server, and says why" : undefined,
    test,
  );
  const variables = async () =>
    onServer(shared ?? "", async (query) =>
      (await query("SHOW GLOBAL VARIABLES")).map((row) => String(Object.values(row)[0]).toLowerCase()),
    );

  withServer("that are listed as static are refused by the running server", async () => {
    const known = new Set(await variables());
    const asked = staticParameters(engine).filter((name) => known.has(name));
    expect(asked.length).toBeGreaterThan(80);
    const taken = await onServer(shared ?? "", async (query) => {
      const found: string[] = [];
      for (const name of asked) {
        const error = await query(`SET GLOBAL ${name} = @@GLOBAL.${name}`).then(
          () => undefined,
          ({ errno }: { errno: number }) => errno,
        );
        if (error !== READ_ONLY_VARIABLE) found.push(name);
      }
      return found;
    });
    expect(taken).toEqual([]);
  });

  withServer("that are listed as missing are unknown to it", async () => {
    const known = await variables();
    expect([...missingParameters(engine, series)].filter((name) => known.includes(name))).toEqual([]);
  });
});

const mariadb = process.env[TEST_MARIADB_VARIABLE];
const whyNot = mariadb === undefined ? "the run has no MariaDB, and says why" : undefined;
skippedBecause(whyNot, test)("every parameter that MariaDB calls read-only is listed", async () => {
  const rows = await onServer(mariadb ?? "", (query) =>
    query(
      "SELECT LOWER(VARIABLE_NAME) AS name FROM information_schema.SYSTEM_VARIABLES WHERE READ_ONLY = 'YES' AND VARIABLE_SCOPE <> 'SESSION ONLY'",
    ),
  );
  const unlisted = rows
    .map(({ name }) => String(name))
    .filter((name) => !isStatic("mariadb", name) && !TOLD.test(name));
  expect(unlisted).toEqual([]);
});
