import { parseEnvironment } from "../../../environments";
import { ENGINE_SERIES, type Engine, engineSchema } from "../../../environments/values/engine-version";
import { serverFeatures } from "../../../rotation-fn/adapters/server-version";
import { requireKnownServer } from "../../../rotation-fn/strategies/guards";
import { sampleWith } from "../../support/sample-environment";
import { refusal } from "../../support/wrong-environment";

/** What the server of a series says of itself. */
function versionText(engine: Engine, series: string): string {
  return engine === "mariadb" ? `${series}.9-MariaDB-log` : `${series}.42`;
}

function isKnownToTheFunction(engine: Engine, version: string): boolean {
  try {
    requireKnownServer(serverFeatures(version), engine);
    return true;
  } catch {
    return false;
  }
}

const everySeries = (["mysql", "mariadb"] as const).flatMap((engine) =>
  ENGINE_SERIES[engine].map((series) => [engine, series] as const),
);

describe("an engine", () => {
  test.each(everySeries)("%s %s is taken exactly when the rotation function knows its accounts", (engine, series) => {
    expect(engineSchema.safeParse(engine).success).toBe(isKnownToTheFunction(engine, versionText(engine, series)));
  });

  test("is MySQL 8.4 without being named", () => {
    const { engine, engineVersion } = parseEnvironment("sample", sampleWith({})).database;
    expect([engine, engineVersion]).toEqual(["mysql", "8.4"]);
  });

  test("MariaDB needs its own version; the message without one says which", () => {
    const database = { engine: "mariadb", engineVersion: "10.11" };
    expect(parseEnvironment("sample", sampleWith({ database })).database).toMatchObject(database);
    const { problems } = refusal(() => parseEnvironment("dev", sampleWith({ database: { engine: "mariadb" } })));
    expect(problems.map(({ path, rule }) => [path, rule])).toEqual([
      ["dev.database.engineVersion", expect.stringMatching(/^allowed: "11\.4", "10\.11", or one of their minor/)],
    ]);
  });
});

describe("a whole version", () => {
  test("is held, with a reason", () => {
    const held = { value: false, reason: "the vendor certifies single versions" };
    const { database } = parseEnvironment(
      "sample",
      sampleWith({ database: { engineVersion: "8.4.7", minorVersionUpgrades: held } }),
    );
    expect(database).toMatchObject({ engineVersion: "8.4.7", minorVersionUpgrades: held });
  });
});
