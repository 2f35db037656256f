import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnvironment } from "../../environments";
import { sampleWith } from "../support/sample-environment";

const page = readFileSync(path.join(__dirname, "..", "..", "docs", "configuration.md"), "utf8");

/** Key -> what the page says is its default, as written between backticks, from every row of every table. */
const rows = new Map(
  [...page.matchAll(/^\| `([\w.]+)` \| ([^|]+) \|/gm)].map(([, key = "", byDefault = ""]) => [key, byDefault]),
);

/** The keys of a parsed environment by the names that the page gives them, with their defaults; required ones are undefined. */
function documented(): [string, unknown][] {
  const required = { region: undefined, accountId: undefined, target: undefined };
  const { network, bastion, database, rotationFunction, appSecrets, tags, logRetentionDays } = parseEnvironment(
    "sample",
    sampleWith({ "appSecrets.0.privileges": undefined }),
  );
  const [secret] = appSecrets;
  const given = ["cidr", "zones", "publicKey", "allowedCidrs", "name", "username"];
  const optional = Object.entries({ ...network, ...bastion, ...database, ...secret, tags, logRetentionDays })
    .filter(([key]) => !given.includes(key))
    .map(([key, value]): [string, unknown] => [key, key === "database" ? undefined : plain(value)]);
  return [
    ...Object.entries(required),
    ...given.map((key): [string, unknown] => [key, undefined]),
    ["rotationFunction.logLevel", rotationFunction.logLevel],
    ...optional,
  ];
}

function plain(value: unknown): unknown {
  return typeof value === "object" && value !== null && "reason" in value && "value" in value ? value.value : value;
}

/** As the page writes values: JSON with spaces, keys without quotes. */
function written(value: unknown): string {
  return JSON.stringify(value)
    .replace(/^\{(.+)\}$/, "{ $1 }")
    .replace(/"(\w+)":/g, "$1: ");
}

describe("docs/configuration.md", () => {
  test.each(documented())("says what %s is without being written", (key, value) => {
    expect(rows.get(key)).toBe(value === undefined ? "required" : `\`${written(value)}\``);
  });

  test("names no key that does not exist", () => {
    const known = [...documented().map(([key]) => key), "imageId"];
    expect([...rows.keys()].filter((key) => !known.includes(key))).toEqual([]);
  });
});
