import { RotationError } from "../errors";
import { type Account, type AccountAttribute, accountName } from "../ports/account";
import type { CreateUserParts } from "./mysql-create-user";
import { clausesIn, splitParts } from "./mysql-create-user";
import { literal } from "./sql-text";
import { type SqlToken, sqlTokens } from "./sql-tokens";

/** The only plugin whose passwords can be compared and set side by side. */
const NATIVE = "mysql_native_password";

/** What SHOW CREATE USER of MariaDB tells of an account that logs in with a password. */
export interface MariadbCreateUser extends Pick<CreateUserParts, "plugin" | "locked" | "clauses"> {
  /** What the server compares a password with, in its order; at most two. Must not be logged. */
  readonly hashes: readonly string[];
  /** The mark of an account that is just being made. */
  readonly birthMark: AccountAttribute | undefined;
}

/**
 * Reads a row of SHOW CREATE USER (https://mariadb.com/kb/en/show-create-user/): `IDENTIFIED BY PASSWORD 'hash'`, or
 * `IDENTIFIED VIA plugin USING 'hash' OR plugin …`.
 * Throws `unsupported_account` for an account that can log in by something else than a password as well.
 */
export function parseMariadbCreateUser(row: string, account: Account): MariadbCreateUser {
  const parts = splitParts(sqlTokens(row), ["IDENTIFIED BY PASSWORD", "IDENTIFIED VIA"]);
  const byPassword = parts.get("IDENTIFIED BY PASSWORD");
  const ways: Way[] =
    byPassword === undefined
      ? waysIn(parts.get("IDENTIFIED VIA") ?? [])
      : [{ plugin: NATIVE, hash: textOf(byPassword) }];
  const [first = { plugin: NATIVE, hash: "" }, ...others] = ways;
  if (others.length > 1 || others.some(({ plugin }) => plugin !== NATIVE || first.plugin !== NATIVE)) {
    throw new RotationError("unsupported_account", {
      problem: `the account ${accountName(account)} has several ways to log in`,
      found: ways.map(({ plugin }) => plugin).join(" or "),
      allowed: `one password, or two of ${NATIVE}`,
      remedy: "rotate an account that logs in with a password alone",
    });
  }
  const clauses = clausesIn(parts);
  return {
    plugin: first.plugin,
    locked: textOf(parts.get("ACCOUNT")) === "LOCK",
    clauses,
    hashes: [first, ...others].map(({ hash }) => hash),
    birthMark: birthMarkIn(clauses.get("REQUIRE") ?? ""),
  };
}

/**
 * The mark of an account between the statement that creates it and the next: it requires a client certificate that does not exist.
 * So the account is ours from the start, and no client can log in to it.
 */
export function birthMarkFor({ rotated_for_secret: name, rotated_in: home }: AccountAttribute): string {
  return `SUBJECT ${literal(`rotated for secret: ${name}${typeof home === "string" ? ` in ${home}` : ""}`)}`;
}

/** Names of secrets hold no blank. */
const BIRTH_MARK = /^SUBJECT 'rotated for secret: ([^' ]*)(?: in ([^' ]*))?'$/;

function birthMarkIn(rule: string): AccountAttribute | undefined {
  const [, name, home] = BIRTH_MARK.exec(rule) ?? [];
  if (name === undefined) return undefined;
  return { ...(home === undefined ? {} : { rotated_in: home }), rotated_for_secret: name };
}

interface Way {
  readonly plugin: string;
  readonly hash: string;
}

/** `plugin USING 'hash' OR plugin …`; a hash may be left out. */
function waysIn(tokens: readonly SqlToken[]): Way[] {
  const ways: { plugin: string; hash: string }[] = [];
  let expectsPlugin = true;
  for (const { kind, text } of tokens) {
    if (expectsPlugin) {
      ways.push({ plugin: text, hash: "" });
      expectsPlugin = false;
    } else if (kind === "word" && text === "OR") expectsPlugin = true;
    else if (kind === "string") {
      const way = ways.at(-1);
      if (way !== undefined) way.hash = text;
    }
  }
  return ways;
}

function textOf(tokens: readonly SqlToken[] | undefined): string {
  return tokens?.[0]?.text ?? "";
}
