import { createHash } from "node:crypto";
import { type AccountDefinition, accountName, type Grant, sameAccount } from "../ports/account";
import { compareGrants, keyOf, optionOf } from "./converge-grants";
import { RIGHTS_KEY } from "./mark";

/** What an account may do: what it was granted, and which of its roles are active after a login. */
export type Rights = Pick<AccountDefinition, "grants" | "defaultRoles">;

/** The same for equal rights in whatever order, and short enough for the name of a database, which holds it on MariaDB. */
export function fingerprintOf({ grants, defaultRoles }: Rights): string {
  const lines = [
    ...grants.map((grant) => `${keyOf(grant)} ${optionOf(grant)}`),
    ...defaultRoles.map((role) => `default ${JSON.stringify([role.user, role.host.toLowerCase()])}`),
  ];
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex").slice(0, 32);
}

/** The fingerprint that the account carries since its password was set, if it carries one. */
export function fingerprintOn({ attribute }: AccountDefinition): unknown {
  return attribute[RIGHTS_KEY];
}

/**
 * What `actual` may not do and `wanted` may, a line each, for people; none when it may do everything. What it may do beside that
 * does not count.
 */
export function missingRights(actual: Rights, wanted: Rights): readonly string[] {
  const { missing, excess } = compareGrants(actual.grants, wanted.grants);
  return [
    // A restriction is the only grant that takes something away: one too many is a right too few.
    ...missing.filter((grant) => grant.kind !== "restriction").map(describeGrant),
    ...excess.filter((grant) => grant.kind === "restriction").map(describeGrant),
    ...wanted.defaultRoles
      .filter((role) => !actual.defaultRoles.some((other) => sameAccount(role, other)))
      .map((role) => `the default role ${accountName(role)}`),
  ];
}

/** The same account without some of its grants. */
export function withoutGrants(definition: AccountDefinition, grants: readonly Grant[]): AccountDefinition {
  if (grants.length === 0) return definition;
  const keys = new Set(grants.map(keyOf));
  return { ...definition, grants: definition.grants.filter((grant) => !keys.has(keyOf(grant))) };
}

/** A right for people: `SELECT on `shop`.*`. */
export function describeGrant(grant: Grant): string {
  switch (grant.kind) {
    case "privilege":
      return `${grant.privilege}${grant.column === undefined ? "" : ` (\`${grant.column}\`)`} on ${grant.scope}`;
    case "dynamic":
      return `${grant.privilege} on *.*${grant.grantOption ? " with grant option" : ""}`;
    case "role":
      return `the role ${accountName(grant.role)}${grant.adminOption ? " with admin option" : ""}`;
    case "proxy":
      return `PROXY on ${accountName(grant.of)}${grant.grantOption ? " with grant option" : ""}`;
    case "restriction":
      return `${grant.privilege} on ${grant.scope} (it is revoked there)`;
  }
}
