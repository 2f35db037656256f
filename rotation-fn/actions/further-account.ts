import { RotationError } from "../errors";
import type { ProvisionEvent } from "../event";
import { type Account, type AccountDefinition, accountName, sameAccount } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import { unfinishedVersion } from "../ports/secret-store";
import type { SecretValue } from "../secret-value";
import { readPrevious } from "../strategies/previous-value";
import { loginRequest, signInUnlessRefused, withSession } from "../strategies/sign-in";
import type { StrategyContext } from "../strategies/strategy";
import { type AppUserOwner, convergeAppUser } from "./app-user";
import type { ProvisionedValue } from "./first-value";

type Context = Omit<StrategyContext, "secret">;

/**
 * No client has this host: the top-level domain is reserved (RFC 2606), and a server takes a client's name only when the name leads back
 * to the client's address. https://dev.mysql.com/doc/refman/8.4/en/host-cache.html
 */
const UNREACHABLE_HOST = "being-provisioned.invalid";

export function isBeingProvisioned({ host }: Account): boolean {
  return host === UNREACHABLE_HOST;
}

/**
 * Makes an account for another `userHost` of a user that has accounts already, so that it can be used from its first moment. The server
 * takes the most specific host, so an account that is still without its password or rights would shut out clients that the other one
 * lets in. It gets rights and passwords under a host that no client has; RENAME USER then gives it the wanted host with all of them.
 *
 * Throws `rotation_in_progress`, and `unsupported_account` where a user changes itself: it can only change the account that it is
 * logged in to.
 */
export async function makeFurtherAccount(
  session: DatabaseSession,
  account: Account,
  live: AccountDefinition,
  provisioned: ProvisionedValue,
  event: ProvisionEvent,
  owner: AppUserOwner,
  context: Context,
): Promise<string> {
  const hidden = { user: account.user, host: UNREACHABLE_HOST };
  await convergeAppUser(session, hidden, undefined, event, owner, live);
  await setPasswords(session, hidden, provisioned.value, await previousPassword(provisioned, context));
  await session.apply({ kind: "rename-account", account: hidden, to: account });
  return `${accountName(account)}: made like ${accountName(live.account)}`;
}

/** Refuses before anything is changed what would leave one of the accounts with another password than the secret's. */
export function requireFurtherAccountPossible(
  account: Account,
  others: readonly Account[],
  { secret }: ProvisionedValue,
  { strategy }: AppUserOwner,
): void {
  const [other] = others;
  if (other === undefined) return;
  if (strategy === "single-user") {
    throw new RotationError("unsupported_account", {
      problem: `the user '${account.user}' has the account ${accountName(other)}, and userHost asks for ${accountName(account)} beside it`,
      found:
        "the strategy single-user: a user changes the password of the account that it is logged in to, and no other",
      allowed: "one account",
      remedy:
        `when no client needs the old host any more: RENAME USER ${accountName(other)} TO ${accountName(account)}, and apply again; ` +
        "or keep userHost, or use a strategy with an admin; nothing was changed",
    });
  }
  const pending = unfinishedVersion(secret);
  if (pending === undefined) return;
  throw new RotationError("rotation_in_progress", {
    problem: `userHost of '${account.user}' has changed, and a rotation of the secret ${secret.name} is not finished`,
    found: `the pending version ${pending}`,
    allowed: "no pending version: the new account must have the same passwords as the other one",
    remedy: "apply again when the rotation has ended; nothing was changed",
  });
}

/** The account of these that the value's login is matched to; the first one where there is no such login. */
export async function liveAccount(
  session: DatabaseSession,
  accounts: readonly Account[],
  value: SecretValue,
  { database, settings }: Context,
): Promise<AccountDefinition | undefined> {
  const [first] = accounts;
  if (first === undefined) return undefined;
  const answer = await database.login(loginRequest(value, settings));
  if (answer.kind === "unknown") throw answer.error;
  const matched =
    answer.kind === "rejected" ? first : await withSession(answer.session, async ({ identity }) => identity.account);
  return session.readAccount(accounts.find((account) => sameAccount(account, matched)) ?? first);
}

/** The last one makes the account usable; the one before it keeps working where the other account still accepts it. */
async function setPasswords(
  session: DatabaseSession,
  account: Account,
  { password }: SecretValue,
  previous: string | undefined,
): Promise<void> {
  if (previous === undefined) return session.apply({ kind: "set-password", account, password, second: "ended" });
  await session.apply({ kind: "set-password", account, password: previous, second: "ended" });
  const retain = session.identity.server.alternativePasswords ? { retain: previous } : {};
  await session.apply({ kind: "change-password", account, password, second: "replaced", ...retain });
}

/** Clients that have not read AWSCURRENT yet log in with it, where one user keeps two passwords. */
async function previousPassword({ value, secret }: ProvisionedValue, context: Context): Promise<string | undefined> {
  const previous = await readPrevious({ ...context, secret });
  if (previous?.username !== value.username || previous.password === value.password) return undefined;
  const own = await signInUnlessRefused(
    context.database,
    loginRequest({ ...value, password: previous.password }, context.settings),
  );
  await own?.close();
  return own === undefined ? undefined : previous.password;
}
