import type { Account } from "../ports/account";
import type { DefinedObject } from "../ports/database-objects";
import type { Cells } from "./mysql-driver";
import { quotedName } from "./sql-text";

type Query = (sql: string, values: readonly string[]) => Promise<readonly Cells[]>;

/** Where both servers list what has a definer: kind, database, name. */
const SOURCES = [
  ["'VIEW'", "TABLE_SCHEMA", "TABLE_NAME", "VIEWS"],
  ["ROUTINE_TYPE", "ROUTINE_SCHEMA", "ROUTINE_NAME", "ROUTINES"],
  ["'TRIGGER'", "TRIGGER_SCHEMA", "TRIGGER_NAME", "TRIGGERS"],
  ["'EVENT'", "EVENT_SCHEMA", "EVENT_NAME", "EVENTS"],
] as const;

/**
 * The views, routines, triggers and events whose definer is the account. `information_schema` shows an admin those of all databases in
 * which it has the privileges SHOW VIEW, EXECUTE or SHOW_ROUTINE, TRIGGER and EVENT.
 */
export async function objectsDefinedBy(account: Account, query: Query): Promise<readonly DefinedObject[]> {
  const definer = `${account.user}@${account.host}`;
  const sql = SOURCES.map(
    ([kind, database, name, view]) =>
      `SELECT ${kind}, ${database}, ${name}, DEFINER FROM information_schema.${view} WHERE DEFINER = ?`,
  ).join(" UNION ALL ");
  const rows = await query(
    sql,
    SOURCES.map(() => definer),
  );
  const objects = rows.flatMap(([kind, database, name, found]) =>
    // The server compares without regard to case, and `App` is another user than `app`.
    found?.startsWith(`${account.user}@`)
      ? [{ kind: (kind ?? "").toLowerCase(), name: `${quotedName(database ?? "")}.${quotedName(name ?? "")}` }]
      : [],
  ); // The servers list routines in orders of their own.
  const order = ["view", "function", "procedure", "trigger", "event"];
  const rank = ({ kind, name }: DefinedObject): string =>
    `${String(order.indexOf(kind)).padStart(2, "9")} ${kind} ${name}`;
  return objects.sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
}
