import type { Grant, GrantScope } from "../ports/account";
import type { Cells } from "./mysql-driver";
import { withoutPlugin } from "./plugin-privileges";
import { sqlTokens } from "./sql-tokens";

type Query = (sql: string, values: readonly string[]) => Promise<readonly Cells[]>;

/** As `information_schema.ROUTINES` and SHOW GRANTS call them. */
const ROUTINE_KINDS = ["PROCEDURE", "FUNCTION", "PACKAGE", "PACKAGE BODY"] as const;
type RoutineKind = (typeof ROUTINE_KINDS)[number];

/** A table or view, one of its columns, or a routine. */
interface GrantObject {
  readonly kind: "TABLE" | "COLUMN" | RoutineKind;
  readonly path: readonly string[];
}

/** An admin of RDS does not see all that is in these. */
const SERVER_DATABASES = ["mysql", "sys", "information_schema", "performance_schema"];

/**
 * Those of the grants whose object `information_schema` does not list, or whose dynamic privilege the server does not know. Sends nothing
 * where no grant is of these kinds.
 */
export async function missingObjects(grants: readonly Grant[], query: Query): Promise<readonly Grant[]> {
  const objects = new Map(grants.map((grant) => [grant, objectOf(grant)]));
  const ofKind = (...kinds: readonly GrantObject["kind"][]): (readonly string[])[] =>
    [...objects.values()].flatMap((object) => (object && kinds.includes(object.kind) ? [object.path] : []));
  const present = new Set([
    ...(await listed(query, "TABLES", ["TABLE_SCHEMA", "TABLE_NAME"], ofKind("TABLE"))),
    ...(await listed(query, "COLUMNS", ["TABLE_SCHEMA", "TABLE_NAME", "COLUMN_NAME"], ofKind("COLUMN"))),
    ...(await listed(query, "ROUTINES", ["ROUTINE_TYPE", "ROUTINE_SCHEMA", "ROUTINE_NAME"], ofKind(...ROUTINE_KINDS))),
  ]);
  const known = await registered(grants, query);
  return grants.filter((grant) => {
    if (grant.kind === "dynamic") return !known.has(grant.privilege);
    const object = objects.get(grant);
    return object !== undefined && !present.has(keyOf(object.path));
  });
}

/**
 * The dynamic privileges that the server knows now, and that something installed still gives a meaning. Those of a plugin or component that was uninstalled stay in its tables, and no user
 * can be given them. https://dev.mysql.com/doc/refman/8.4/en/privileges-provided.html#static-dynamic-privileges
 */
async function registered(grants: readonly Grant[], query: Query): Promise<ReadonlySet<string>> {
  const asked = grants.flatMap((grant) => (grant.kind === "dynamic" ? [grant.privilege] : []));
  if (asked.length === 0) return new Set();
  const rows = await query("SHOW PRIVILEGES", []);
  const known = new Set(rows.map(([privilege]) => (privilege ?? "").toUpperCase()));
  for (const privilege of await withoutPlugin(asked, query)) known.delete(privilege);
  return known;
}

async function listed(
  query: Query,
  view: string,
  columns: readonly string[],
  paths: readonly (readonly string[])[],
): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const row = `(${columns.map(() => "?").join(", ")})`;
  const sql =
    `SELECT ${columns.join(", ")} FROM information_schema.${view} ` +
    `WHERE (${columns.join(", ")}) IN (${paths.map(() => row).join(", ")})`;
  const rows = await query(sql, paths.flat());
  return rows.map((cells) => keyOf(cells.map((cell) => cell ?? "")));
}

/** Names that differ in case only count as one: what may be there is never taken for missing. */
function keyOf(path: readonly string[]): string {
  return JSON.stringify(path.map((name) => name.toLowerCase()));
}

function objectOf(grant: Grant): GrantObject | undefined {
  if (grant.kind !== "privilege") return undefined;
  const { routine, names } = pathOf(grant.scope);
  const [database = ""] = names;
  if (names.length !== 2 || SERVER_DATABASES.includes(database.toLowerCase())) return undefined;
  const kind = ROUTINE_KINDS.find((one) => one === routine);
  if (kind !== undefined) return { kind, path: [kind, ...names] };
  if (routine !== undefined) return undefined;
  return grant.column === undefined
    ? { kind: "TABLE", path: names }
    : { kind: "COLUMN", path: [...names, grant.column] };
}

function pathOf(scope: GrantScope): { readonly routine: string | undefined; readonly names: readonly string[] } {
  const tokens = sqlTokens(scope);
  const words = tokens.filter(({ kind }) => kind === "word").map(({ text }) => text);
  return {
    routine: words.length === 0 ? undefined : words.join(" "),
    names: tokens.filter(({ kind }) => kind === "name").map(({ text }) => text),
  };
}
