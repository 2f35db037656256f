import { databaseEngine, seriesName } from "../../../stacks/database/database-engine";

describe("what follows from the engine", () => {
  test.each([
    ["mysql", "8.4", "8.4", "mysql8.4", "mysql-8-4", "utf8mb4_0900_ai_ci"],
    ["mysql", "8.0.42", "8.0", "mysql8.0", "mysql-8-0", "utf8mb4_0900_ai_ci"],
    ["mariadb", "11.4", "11.4", "mariadb11.4", "mariadb-11-4", "utf8mb4_unicode_ci"],
    ["mariadb", "10.11.14", "10.11", "mariadb10.11", "mariadb-10-11", "utf8mb4_unicode_ci"],
  ] as const)("%s %s: series, family, names, collation", (engine, engineVersion, series, family, name, collation) => {
    const found = databaseEngine({ engine, engineVersion });
    expect(found).toEqual({ name: engine, version: engineVersion, series, family, collation });
    expect(seriesName(found)).toBe(name);
  });
});
