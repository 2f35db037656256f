import { type ErrorCode, isRotationError, type RemedyAction, type RotationError } from "../errors";
import type { InspectEvent } from "../event";
import type { Clock } from "../ports/clock";
import { type SecretDescription, unfinishedVersion, versionLabelled } from "../ports/secret-store";
import { parseSecretValue, type SecretValue } from "../secret-value";
import type { StrategyName } from "../settings";
import { refuseComplete, refuseOutdatedPending } from "../steps/outdated-pending";
import type { TestedVersions } from "../steps/tested-versions";
import { chooseStrategy } from "../strategies/choose-strategy";
import { requirePendingUser } from "../strategies/pending-evidence";
import { loginRequest } from "../strategies/sign-in";
import type { StrategyContext } from "../strategies/strategy";
import { type InspectedAdmin, inspectAdmin } from "./inspect-admin";

/** What the server answers to a credential. `unknown` is never "wrong password". `none`: the version has no value yet. */
export type InspectedLogin = "accepted" | "refused" | "unknown" | "not-tried" | "none";

/** One labelled version: who logs in with it now. Nothing of its password. */
export interface InspectedVersion {
  readonly versionId: string;
  readonly login: InspectedLogin;
  readonly user?: string;
  /** Why the login was not accepted. */
  readonly code?: ErrorCode;
  readonly message?: string;
}

/** Why the pending rotation cannot end as it is, and what is proved to be safe, if anything. */
export interface Obstacle {
  readonly code: ErrorCode;
  readonly message: string;
  readonly action?: RemedyAction;
}

/** What the labels say and what the database answers: the evidence for a repair. */
export interface InspectResult {
  readonly secretId: string;
  readonly secret: string;
  readonly rotationEnabled: boolean;
  readonly strategy?: StrategyName;
  readonly current?: InspectedVersion;
  /** A version that a rotation has begun and not ended. */
  readonly pending?: InspectedVersion;
  readonly previous?: InspectedVersion;
  /** The admin's login, where the secret names an admin. Not tried where AWSCURRENT does not log in. */
  readonly admin?: InspectedAdmin;
  readonly obstacle?: Obstacle;
}

export interface InspectContext extends Omit<StrategyContext, "secret"> {
  readonly clock: Clock;
  readonly tested: TestedVersions;
}

/**
 * Finds out which versions of a secret log in now: the evidence that a person needs before anything is repaired. Changes nothing, and
 * answers nothing of a value but its user name.
 *
 * AWSCURRENT and AWSPREVIOUS log in as an application does. AWSPENDING is tried at the address in AWSCURRENT and without a database, as a
 * rotation does: only its password is the question. A locked account is not tried again: every password would be answered alike. A refused
 * login counts towards FAILED_LOGIN_ATTEMPTS, so this is for a person, not for a schedule.
 */
export async function inspect(event: InspectEvent, context: InspectContext): Promise<InspectResult> {
  const secret = await context.secrets.describe(event.secretId);
  const locked = new Set<string>();
  const current = await inspected(secret, versionLabelled(secret, "AWSCURRENT"), locked, context);
  const value = current?.value;
  const pending = await inspected(secret, unfinishedVersion(secret), locked, context, value);
  const previous = await inspected(secret, previousVersion(secret), locked, context);
  const admin =
    value?.masterarn === undefined
      ? undefined
      : // Stryker disable next-line OptionalChaining: where there is a value, there is the version that has it.
        current?.found.login === "accepted"
        ? await inspectAdmin(value, value.masterarn, secret, context)
        : ({ secretId: value.masterarn, login: "not-tried" } as const);
  const obstacle =
    value === undefined || pending?.value === undefined
      ? undefined
      : await obstacleOf(value, pending.value, secret, pending.found.versionId, context);
  return {
    secretId: secret.arn,
    secret: secret.name,
    rotationEnabled: secret.rotationEnabled === true,
    ...(value === undefined ? {} : { strategy: chooseStrategy(secret, value, context.settings).name }),
    ...(current === undefined ? {} : { current: current.found }),
    ...(pending === undefined ? {} : { pending: pending.found }),
    ...(previous === undefined ? {} : { previous: previous.found }),
    ...(admin === undefined ? {} : { admin }),
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}

interface Inspected {
  readonly found: InspectedVersion;
  /** Undefined where there is none, or where it cannot be read. */
  readonly value: SecretValue | undefined;
}

/** A version that was AWSCURRENT before a person moved the label may carry AWSPENDING and AWSPREVIOUS: it is the pending one. */
function previousVersion(secret: SecretDescription): string | undefined {
  const previous = versionLabelled(secret, "AWSPREVIOUS");
  return previous === unfinishedVersion(secret) ? undefined : previous;
}

async function inspected(
  secret: SecretDescription,
  versionId: string | undefined,
  locked: Set<string>,
  context: InspectContext,
  current?: SecretValue,
): Promise<Inspected | undefined> {
  if (versionId === undefined) return undefined;
  let value: SecretValue;
  try {
    value = parseSecretValue(await context.secrets.read(secret.arn, { versionId }), `${secret.name} (${versionId})`);
  } catch (error) {
    if (isRotationError(error, "version_not_found")) return { found: { versionId, login: "none" }, value: undefined };
    if (!isRotationError(error, "bad_secret_value")) throw error;
    return { found: { versionId, ...failed("unknown", error) }, value: undefined };
  }
  const { username, password } = value;
  if (locked.has(username)) return { found: { versionId, user: username, login: "not-tried" }, value };
  const asked = current === undefined ? value : { ...current, dbname: undefined, username, password };
  const answer = await loginOf(asked, context);
  if (answer.code === "account_locked") locked.add(username);
  return { found: { versionId, user: username, ...answer }, value };
}

/** A guard's refusal (a host that is not allowed) is an answer as well. */
async function loginOf(
  value: SecretValue,
  { database, settings }: InspectContext,
): Promise<Omit<InspectedVersion, "versionId">> {
  try {
    const answer = await database.login(loginRequest(value, settings));
    if (answer.kind === "accepted") {
      await answer.session.close();
      return { login: "accepted" };
    }
    return failed(answer.kind === "rejected" ? "refused" : "unknown", answer.error);
  } catch (error) {
    if (isRotationError(error)) return failed("unknown", error);
    throw error;
  }
}

/** Asks the guards of setSecret, which log in only where pending and current value do not fit together. */
async function obstacleOf(
  current: SecretValue,
  pending: SecretValue,
  secret: SecretDescription,
  token: string,
  context: InspectContext,
): Promise<Obstacle | undefined> {
  const rotation = { ...context, secret, token, rotationToken: undefined };
  try {
    refuseComplete(current, pending, rotation);
    await refuseOutdatedPending(current, pending, rotation);
    const strategy = chooseStrategy(secret, current, context.settings);
    await requirePendingUser(strategy.pendingUsername(current, rotation), current, pending, rotation);
    return undefined;
  } catch (error) {
    if (!isRotationError(error)) throw error;
    // AWSCURRENT holds the pending password too: no client loses it with the pending version, which every attempt of setSecret refuses.
    const { code, message, action = code === "version_not_pending" ? { kind: "cancel" } : undefined } = error;
    return { code, message, ...(action === undefined ? {} : { action }) };
  }
}

function failed<Login extends InspectedLogin>(login: Login, { code, message }: RotationError) {
  return { login, code, message };
}
