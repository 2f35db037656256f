import type { AppSecretChoice } from "../../environments/schema";
import type { SecretAudit } from "../../rotation-fn/actions/audit-findings";
import type { InspectResult } from "../../rotation-fn/actions/inspect";
import { ALTERNATE_SUFFIX, USERNAMES_TAG } from "../../rotation-fn/settings";
import type { SecretState } from "../aws/ports";

/** One thing that must hold after a rotation. */
export interface Check {
  readonly what: string;
  /** `unknown` where it could not be found out: not good either. `not-applicable` for another strategy. */
  readonly result: "holds" | "fails" | "unknown" | "not-applicable";
  readonly found?: string;
}

/** What must hold of a secret after a rotation, from the function's evidence. Pure. */
export function rotationChecks(
  settings: Pick<AppSecretChoice, "username">,
  { tags }: Pick<SecretState, "tags">,
  found: InspectResult,
  audit: SecretAudit,
): readonly Check[] {
  const hasPair = found.strategy === "alternating-users";
  return [
    check("a login with AWSCURRENT works, over verified TLS", answerOf(found.current?.login), found.current?.message),
    check(
      "AWSCURRENT names the expected user",
      isExpectedUser(settings, hasPair ? tags.get(USERNAMES_TAG) : undefined, found, hasPair),
      `'${found.current?.user}'`,
    ),
    check("no rotation is pending", found.pending === undefined, found.pending?.versionId),
    check("the rotation is in time", flip(audit.rotationOverdue), daysText(audit)),
    hasPair
      ? check("both users have the same rights", zero(audit.grantDrift), `${audit.grantDrift} differences`)
      : check("no usable alternate user exists", hasNoAlternate(found), alternatesOf(found)),
    previousCheck(found, hasPair),
    check("no other password opens the accounts", zero(audit.unlabelledPasswords), `${audit.unlabelledPasswords}`),
  ];
}

function check(what: string, holds: boolean | "not-applicable" | undefined, found?: string): Check {
  if (holds === "not-applicable") return { what, result: holds };
  const result = holds === undefined ? "unknown" : holds ? "holds" : "fails";
  return { what, result, ...(result === "fails" && found !== undefined ? { found } : {}) };
}

function answerOf(login: "accepted" | "refused" | "unknown" | "not-tried" | "none" | undefined): boolean | undefined {
  return login === "unknown" || login === "not-tried" ? undefined : login === "accepted";
}

/** A secret may name its two users in a tag: then the names are not the file's. */
function isExpectedUser(
  { username }: Pick<AppSecretChoice, "username">,
  pair: string | undefined,
  { current }: InspectResult,
  hasPair: boolean,
): boolean | undefined {
  if (current?.user === undefined) return undefined;
  if (pair !== undefined) return pair.trim().split(/\s+/).includes(current.user);
  return current.user === username || (hasPair && current.user === `${username}${ALTERNATE_SUFFIX}`);
}

/** Of two users the idle one keeps its password. Of one user the server keeps two passwords where it can. */
function previousCheck({ previous }: InspectResult, hasPair: boolean): Check {
  const what = "AWSPREVIOUS still logs in, so that clients that hold it work";
  if (previous === undefined) return { what, result: "not-applicable" };
  const works = answerOf(previous.login);
  return check(what, works === false && !hasPair ? "not-applicable" : works, previous.message);
}

function hasNoAlternate({ admin }: InspectResult): boolean | "not-applicable" | undefined {
  if (admin === undefined) return "not-applicable";
  return admin.accounts?.every(({ isAlternate, locked }) => !isAlternate || locked);
}

function alternatesOf({ admin }: InspectResult): string {
  const usable = admin?.accounts?.filter(({ isAlternate, locked }) => isAlternate && !locked) ?? [];
  return usable.map(({ account }) => account).join(", ");
}

const zero = (value: number | undefined): boolean | undefined => (value === undefined ? undefined : value === 0);
const flip = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);
const daysText = ({ daysSinceRotation }: SecretAudit): string =>
  `${daysSinceRotation ?? "?"} days since the last rotation`;
