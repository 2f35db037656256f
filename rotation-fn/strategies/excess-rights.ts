import { createHash } from "node:crypto";
import type { AccountDefinition, Grant } from "../ports/account";
import { keyOf, optionOf } from "./converge-grants";
import { EXCESS_KEY } from "./mark";

/**
 * Rights that the admin may not take away: a dynamic or global privilege that it does not have itself, the ADMIN OPTION of a mandatory role.
 * They stay where they are, and the account carries a note of them: at the next rotation, when it is the source, they are not handed on.
 */

/** The source without the rights that an earlier rotation noted as excess. */
export function withoutNotedExcess(source: AccountDefinition): AccountDefinition {
  const noted = new Set(notedExcess(source));
  return {
    ...source,
    grants: source.grants.flatMap((grant) => (noted.has(grant) ? withoutOption(grant) : [grant])),
  };
}

/** The rights that an account has still and an earlier rotation noted as excess. */
export function notedExcess({ attribute, grants }: AccountDefinition): readonly Grant[] {
  const noted = attribute[EXCESS_KEY];
  if (typeof noted !== "string") return [];
  const hashes = new Set(noted.split(SEPARATOR));
  return grants.filter((grant) => hashes.has(hashOf(grant)));
}

/** The grants with the excess that stays counted as wanted, so that it makes no difference. */
export function tolerating(wanted: readonly Grant[], excess: readonly Grant[]): readonly Grant[] {
  if (excess.length === 0) return wanted;
  const keys = new Set(excess.map(keyOf));
  return [...wanted.filter((grant) => !keys.has(keyOf(grant))), ...excess];
}

/** The patch of the account's attribute: the note, its removal, or nothing. */
export function excessNote(
  excess: readonly Grant[],
  existing: AccountDefinition | undefined,
): Readonly<Record<string, string | null>> {
  if (excess.length > 0) return { [EXCESS_KEY]: excess.map(hashOf).sort().join(SEPARATOR) };
  return existing !== undefined && EXCESS_KEY in existing.attribute ? { [EXCESS_KEY]: null } : {};
}

const SEPARATOR = ".";

/** Short: on MariaDB a note is the name of a database. */
function hashOf(grant: Grant): string {
  return createHash("sha256")
    .update(`${keyOf(grant)} ${optionOf(grant)}`)
    .digest("hex")
    .slice(0, 12);
}

/** A role with ADMIN OPTION is still a role that the account is to have; any other excess is nothing without its option. */
function withoutOption(grant: Grant): readonly Grant[] {
  // A mutant survives: the kind narrows the type: only a role has the option.
  return grant.kind === "role" && grant.adminOption ? [{ ...grant, adminOption: false }] : [];
}
