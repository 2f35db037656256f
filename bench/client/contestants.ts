import type { LocalEngine } from "../../local/mysql/program";
import type { StrategyName } from "../../rotation-fn/settings";
import type { ContestantName } from "./program/order";

/** What heads the rows of the tables. */
export const TITLES: Readonly<Record<ContestantName, string>> = {
  fixed: "mysql2, an account that never rotates",
  rotating: "this package",
  "rotating-fast": "this package, maxAgeMs 1,000, drainMs 1,500",
  "aws-wrapper": "AWS's wrapper",
  "read-once": "mysql2, secret read once",
  "read-each": "mysql2, secret read at each connection",
  "auth-plugin": "mysql2, option authPlugins",
};

export const OURS: readonly ContestantName[] = ["rotating", "rotating-fast"];

/**
 * Which of them can log in at all. `authPlugins` gives the password late, when the user's name has been sent: not with alternating users. MariaDB's plugin
 * is the one that mysql2 answers before it asks.
 */
export function contestantsFor(engine: LocalEngine, strategy: StrategyName): readonly ContestantName[] {
  const all = Object.keys(TITLES) as ContestantName[];
  const hasPlugin = engine === "mysql" && strategy !== "alternating-users";
  return all.filter((name) => name !== "auth-plugin" || hasPlugin);
}
