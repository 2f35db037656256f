import { type Account, accountName, type Grant } from "../ports/account";
import type { Log } from "../ports/log";
import { describeGrant } from "./rights";

/** A line of the log stays short enough to be read, and a long list of rights is several lines. */
const MAX_RIGHTS_A_LINE = 20;

/** Names rights that a rotation takes away: what the account loses stands in the log, right by right. */
export function logRevokedRights(log: Log, account: Account, like: Account, grants: readonly Grant[]): void {
  for (const rights of lines(grants)) {
    log.info("rights-revoked", {
      account: accountName(account),
      rights,
      why: `${accountName(like)} does not have them`,
    });
  }
}

/** Names rights that are not handed on because their object is gone, with the statements that take them away where they are. */
export function warnOfMissingObjects(log: Log, source: Account, grants: readonly Grant[]): void {
  for (const rights of chunks(grants)) {
    log.warn("rights-on-missing-objects", {
      account: accountName(source),
      rights: rights.map(describeGrant).join(", "),
      why: "the table, column, routine or plugin is gone, so the right is worth nothing and is not handed on",
      statement: rights.map((grant) => revokeStatement(grant, source)).join("; "),
    });
  }
}

/** Names rights that the admin may not take away, with the statements for a user who may. */
export function warnOfExcess(log: Log, account: Account, like: Account, grants: readonly Grant[]): void {
  for (const rights of chunks(grants)) {
    log.warn("rights-kept", {
      account: accountName(account),
      rights: rights.map(describeGrant).join(", "),
      why: `${accountName(like)} does not have them, and the admin may not take them away; they are not handed on`,
      statement: rights.map((grant) => revokeStatement(grant, account)).join("; "),
    });
  }
}

/** The statement by which an administrator takes one right away. */
export function revokeStatement(grant: Grant, from: Account): string {
  const name = accountName(from);
  switch (grant.kind) {
    case "privilege":
      return `REVOKE ${grant.privilege}${grant.column === undefined ? "" : ` (\`${grant.column}\`)`} ON ${grant.scope} FROM ${name}`;
    case "dynamic":
      return `REVOKE ${grant.privilege} ON *.* FROM ${name}`;
    case "role":
      return `REVOKE ${accountName(grant.role)} FROM ${name}`;
    case "proxy":
      return `REVOKE PROXY ON ${accountName(grant.of)} FROM ${name}`;
    case "restriction":
      return `GRANT ${grant.privilege} ON ${grant.scope} TO ${name}`;
  }
}

function lines(grants: readonly Grant[]): readonly string[] {
  return chunks(grants).map((some) => some.map(describeGrant).join(", "));
}

function chunks(grants: readonly Grant[]): readonly (readonly Grant[])[] {
  return Array.from({ length: Math.ceil(grants.length / MAX_RIGHTS_A_LINE) }, (_, index) =>
    grants.slice(index * MAX_RIGHTS_A_LINE, (index + 1) * MAX_RIGHTS_A_LINE),
  );
}
