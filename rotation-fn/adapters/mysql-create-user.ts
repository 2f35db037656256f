import { RotationError } from "../errors";
import { type Account, type AccountAttribute, CLAUSE_DEFAULTS, type ClauseName } from "../ports/account";
import { attributeOf } from "./account-attribute";
import { literal } from "./sql-text";
import { type SqlToken, sqlTokens } from "./sql-tokens";

/** What SHOW CREATE USER tells beside the credential's hash, which is not kept. */
export interface CreateUserParts {
  readonly plugin: string;
  readonly locked: boolean;
  readonly clauses: ReadonlyMap<ClauseName, string>;
  readonly attribute: AccountAttribute;
  readonly defaultRoles: readonly Account[];
}

const CLAUSE_NAMES = Object.keys(CLAUSE_DEFAULTS) as ClauseName[];

/** Words with which a part of the statement begins, so that the part before it ends there. */
const PART_STARTS = [
  "AND IDENTIFIED WITH",
  "IDENTIFIED WITH",
  "DEFAULT ROLE",
  "ACCOUNT",
  "ATTRIBUTE",
  "COMMENT",
  "WITH",
  ...CLAUSE_NAMES,
];

/**
 * Reads a row of SHOW CREATE USER (https://dev.mysql.com/doc/refman/8.4/en/show-create-user.html).
 * Throws `unsupported_account` for an account that has no single password: second factors, no plugin.
 */
export function parseCreateUser(row: string): CreateUserParts {
  const parts = splitParts(sqlTokens(row));
  const plugin = parts.get("IDENTIFIED WITH")?.[0]?.text;
  if (plugin === undefined || parts.has("AND IDENTIFIED WITH")) {
    throw new RotationError("unsupported_account", {
      problem: "the account has no single password",
      found: plugin === undefined ? "no authentication plugin" : "multi-factor authentication",
      allowed: "an account with one authentication plugin that takes a password",
      remedy: "rotate an account that logs in with a password alone",
    });
  }
  const attribute = parts.get("ATTRIBUTE")?.[0]?.text;
  const comment = parts.get("COMMENT")?.[0]?.text;
  return {
    plugin,
    locked: parts.get("ACCOUNT")?.[0]?.text === "LOCK",
    clauses: clausesIn(parts),
    attribute: attribute !== undefined ? attributeOf(attribute) : comment !== undefined ? { comment } : {},
    defaultRoles: accounts(parts.get("DEFAULT ROLE") ?? []),
  };
}

/** The clauses that are not the server's default. */
export function clausesIn(parts: ReadonlyMap<string, readonly SqlToken[]>): ReadonlyMap<ClauseName, string> {
  const clauses = new Map<ClauseName, string>();
  for (const name of CLAUSE_NAMES) {
    const tokens = parts.get(name);
    if (tokens === undefined) continue;
    const text = tokens.map(sqlOf).join(" ");
    if (text !== CLAUSE_DEFAULTS[name]) clauses.set(name, text);
  }
  return clauses;
}

/**
 * The tokens of each part, by the words it begins with; `more` are words beside those of MySQL. Where a part occurs twice (a WITH for
 * each limit), the last counts.
 */
export function splitParts(tokens: readonly SqlToken[], more: readonly string[] = []): Map<string, SqlToken[]> {
  const starts = [...more, ...PART_STARTS];
  const parts = new Map<string, SqlToken[]>();
  let current: SqlToken[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const start = starts.find((words) => startsWith(tokens, at, words.split(" ")));
    const token = tokens[at];
    if (start !== undefined) {
      current = [];
      parts.set(start, current);
      at += start.split(" ").length - 1;
    } else if (token !== undefined) current.push(token);
  }
  return parts;
}

function startsWith(tokens: readonly SqlToken[], at: number, words: readonly string[]): boolean {
  return words.every((word, offset) => {
    const token = tokens[at + offset];
    return token?.kind === "word" && token.text === word;
  });
}

function sqlOf(token: SqlToken): string {
  return token.kind === "string" ? literal(token.text) : token.text;
}

function accounts(tokens: readonly SqlToken[]): Account[] {
  const names = tokens.filter((token) => token.kind !== "mark").map((token) => token.text);
  return names.flatMap((user, index) => (index % 2 === 0 ? [{ user, host: names[index + 1] ?? "%" }] : []));
}
