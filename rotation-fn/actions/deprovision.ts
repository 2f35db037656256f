import { type ErrorCode, isRotationError, RotationError } from "../errors";
import type { ProvisionEvent } from "../event";
import { type AccountDefinition, accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import { requireAllowedHost } from "../strategies/guards";
import { isOurs, type MarkedSecret } from "../strategies/mark";
import { dropOrRetire, type RetiredAccount } from "../strategies/retire-account";
import { signInAsAdmin, withSession } from "../strategies/sign-in";
import type { StrategyContext } from "../strategies/strategy";
import { LOCK_TIMEOUT_MS, userPair, usersLock } from "../strategies/user-pair";

export type DeprovisionResult =
  | {
      readonly dropped: true;
      readonly accounts: readonly string[];
      /** Accounts that stay, locked, because views, routines, triggers or events work with their rights. */
      readonly retired?: readonly RetiredAccount[];
    }
  | { readonly dropped: false; readonly reason: string };

const STILL_ON = "rotation is still on, so this is a replacement of the provisioning and not the end of the secret";

/** With these answers there is nothing to clean up, or no admin to do it. A destroy must not fail because of them. */
const ENDS_CLEANUP: ReadonlySet<ErrorCode> = new Set([
  "secret_not_found",
  "version_not_found",
  "admin_login_refused",
  "account_locked",
]);

/** The host's name does not exist any more, or nothing listens there: that is an answer. Silence and a broken connection are none. */
const NO_SERVER = /^(ENOTFOUND|ECONNREFUSED)\b/;

/** A server that is busy, as with the logins of all the secrets of a destroy, may not answer the first one in its time. */
const MAX_LOGINS = 3;

/** The app users that are to be dropped: of `track-app-users`, or of a `provision` under lifecycle_scope CRUD. */
export type Deprovisioning = Pick<ProvisionEvent, "secretId" | "adminSecretId" | "host" | "port" | "username">;

/**
 * Drops the users that this function made for the secret, never a schema. A user that made views, routines, triggers or events stays
 * as their definer, without a login.
 *
 * Terraform sends the same delete for a destroy and for a mere replacement of the resource, which would take the users of a
 * living application with it. On a destroy rotation has been cancelled before (recorded), on a replacement it has not: so users
 * are dropped only when rotation is off. A database or an admin secret that does not exist any more is "gone", not a failure. A database
 * that does not answer is one: its users are there when it answers again, with passwords that nothing would ever change.
 */
export async function deprovision(
  event: Deprovisioning,
  context: Omit<StrategyContext, "secret">,
): Promise<DeprovisionResult> {
  try {
    const secret = await context.secrets.describe(event.secretId);
    if (secret.rotationEnabled === true) return kept(STILL_ON);
    requireAllowedHost(event.host, context.settings.allowedDatabaseHosts);
    const { host, port } = event;
    const server = { host, port, transport: "verified" } as const;
    const admin = await signInWithRetries(() => signInAsAdmin(context, event.adminSecretId, server));
    return await withSession(admin, async (session) => {
      const pair = userPair(secret);
      await session.lock(usersLock(event.username, secret), LOCK_TIMEOUT_MS);
      // Read again: a deployment that was waited for may have switched rotation on.
      if ((await context.secrets.describe(secret.arn)).rotationEnabled === true) return kept(STILL_ON);
      const users = [event.username, pair.alternate(event.username)];
      const dropped: string[] = [];
      const retired: RetiredAccount[] = [];
      for (const definition of await oursOf(session, users, secret)) {
        const kept = await dropOrRetire(session, definition, context);
        if (kept === undefined) dropped.push(accountName(definition.account));
        else retired.push(kept);
      }
      const names = retired.map(({ account }) => account);
      context.log.info("deprovisioned", {
        secret: secret.name,
        dropped: dropped.join(", "),
        ...(names.length === 0 ? {} : { retired: names.join(", ") }),
      });
      return { dropped: true, accounts: dropped, ...(retired.length === 0 ? {} : { retired }) };
    });
  } catch (error) {
    // A mutant survives: what is no RotationError has no such code, and is thrown by the last line.
    if (!(error instanceof RotationError)) throw error;
    if (ENDS_CLEANUP.has(error.code) || isWithoutServer(error)) return leaveUsers(error, event, context);
    throw isRotationError(error, "network_unreachable") ? withRemedy(error) : error;
  }
}

async function signInWithRetries(signIn: () => Promise<DatabaseSession>): Promise<DatabaseSession> {
  for (let login = 1; ; login++) {
    try {
      return await signIn();
    } catch (error) {
      const isSilent = isRotationError(error, "network_unreachable") && !isWithoutServer(error);
      if (!isSilent || login === MAX_LOGINS) throw error;
    }
  }
}

function isWithoutServer({ code, parts }: RotationError): boolean {
  // A mutant survives: neither text names a missing server.
  return code === "network_unreachable" && NO_SERVER.test(parts.found ?? "");
}

function withRemedy(error: RotationError): RotationError {
  const remedy =
    "destroy again when the database answers; where it never will, take the users out of the state (terraform state rm of " +
    "aws_lambda_invocation.app_users_<name of the secret>, in the folder of the stack) and destroy again";
  return error.with({ parts: { ...error.parts, remedy } });
}

/** The destroy continues, and the log says that the users may still exist. */
function leaveUsers(
  error: RotationError,
  { username, secretId }: Deprovisioning,
  { log }: Pick<StrategyContext, "log">,
): DeprovisionResult {
  log.warn("app-users-left", {
    secretId,
    user: username,
    why: error.message,
    hint: "where the database still exists, drop the user and its alternate as the admin",
  });
  return kept(error.message);
}

function kept(reason: string): DeprovisionResult {
  return { dropped: false, reason };
}

/** The accounts with these user names that carry the secret's mark. */
async function oursOf(
  session: DatabaseSession,
  users: readonly string[],
  secret: MarkedSecret,
): Promise<readonly AccountDefinition[]> {
  const ours: AccountDefinition[] = [];
  for (const user of users) {
    for (const host of await session.hostsOf(user)) {
      const definition = await session.readAccount({ user, host });
      if (definition !== undefined && isOurs(definition, secret)) ours.push(definition);
    }
  }
  return ours;
}
