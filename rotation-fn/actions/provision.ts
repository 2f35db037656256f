import { RotationError } from "../errors";
import type { ProvisionEvent } from "../event";
import { type Account, sameAccount } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import { type SecretStore, unfinishedVersion, versionLabelled } from "../ports/secret-store";
import type { AdminSecretValue } from "../secret-value";
import type { StrategyName } from "../settings";
import { chooseStrategy } from "../strategies/choose-strategy";
import { refuseForbiddenUser, requireKnownServer } from "../strategies/guards";
import { type MarkedSecret, requireOurs } from "../strategies/mark";
import { loginRequest, signInAsAdmin, withSession } from "../strategies/sign-in";
import type { StrategyContext } from "../strategies/strategy";
import { userPair, usersLock } from "../strategies/user-pair";
import { type AppUserOwner, convergeAppUser, describeChanges } from "./app-user";
import { type ProvisionedValue, storeFirstValue, valueToProvision } from "./first-value";
import { isBeingProvisioned, liveAccount, makeFurtherAccount, requireFurtherAccountPossible } from "./further-account";
import { requireProvisionable } from "./provision-input";
import { provePassword } from "./provisioned-password";

/** What Terraform keeps in its state and shows in a plan: nothing secret. */
export interface ProvisionResult {
  readonly secretId: string;
  readonly database: string;
  readonly user: string;
  readonly value: ProvisionedValue["origin"];
  readonly accounts: readonly string[];
}

/** Longer than another provisioning takes on a server that answers each login after seconds. */
const LOCK_TIMEOUT_MS = 20_000;

/** Each further one only because a rotation has ended meanwhile. */
const MAX_ROUNDS = 3;

type Context = Omit<StrategyContext, "secret">;

/** What the secret says at one moment about what is to be provisioned. */
interface Plan {
  readonly provisioned: ProvisionedValue;
  readonly strategy: StrategyName;
  readonly users: readonly string[];
}

/**
 * Makes the database, the app user, its privileges and the first secret value, or converges what is there to the event. May be
 * interrupted anywhere and called again, also while an earlier call of the same event still runs.
 *
 * Order: the admin's login comes before anything is stored, so that a wrong address or admin leaves nothing behind. The secret is read
 * again inside the lock, because another provisioning or a rotation may have ended since. A new value is stored before an account is
 * touched (write-ahead), the password is the last database write, and AWSCURRENT is the last effect, after a login has proved the value.
 *
 * A first version becomes AWSCURRENT by itself, whatever label was asked for
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html). That is harmless: a provisioning that
 * was interrupted then finds a current value and converges the user to it.
 */
export async function provision(event: ProvisionEvent, context: Context): Promise<ProvisionResult> {
  const early = await planOf(event, context);
  const { secret, value } = early.provisioned;
  const validateAdmin = (admin: AdminSecretValue): void => {
    for (const user of early.users) refuseForbiddenUser(user, admin.username);
  };
  const session = await signInAsAdmin(
    context,
    event.adminSecretId,
    loginRequest(value, context.settings),
    validateAdmin,
  );
  const { origin, accounts } = await withSession(session, async () => {
    requireKnownServer(session.identity.server, value.engine);
    await session.lock(usersLock(event.username, secret), LOCK_TIMEOUT_MS);
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const done = await provisionOnce(session, event, await planOf(event, context), context);
      if (done !== "read-again") return done;
    }
    throw new RotationError(
      "rotation_in_progress",
      {
        problem: `AWSCURRENT of the secret ${secret.name} moved each time while its user was provisioned`,
        found: `${MAX_ROUNDS} rotations in this one call`,
        remedy: "apply again when no rotation is running",
      },
      { effect: "applied" },
    );
  });
  context.log.info("provisioned", { secret: secret.name, value: origin, accounts: accounts.join("; ") });
  return { secretId: secret.arn, database: event.dbname, user: event.username, value: origin, accounts };
}

/** Reads, decides and refuses; changes nothing. */
async function planOf(event: ProvisionEvent, { secrets, settings }: Context): Promise<Plan> {
  const secret = await secrets.describe(event.secretId);
  const strategy = chooseStrategy(secret, { masterarn: event.adminSecretId }, settings).name;
  requireProvisionable(event, secret, strategy);
  const pair = userPair(secret);
  const users = strategy === "alternating-users" ? [event.username, pair.alternate(event.username)] : [event.username];
  return { provisioned: await valueToProvision(event, secret, secrets, settings), strategy, users };
}

/** With the lock held. */
async function provisionOnce(
  session: DatabaseSession,
  event: ProvisionEvent,
  { provisioned: planned, strategy, users }: Plan,
  context: Context,
): Promise<{ readonly origin: ProvisionedValue["origin"]; readonly accounts: readonly string[] } | "read-again"> {
  const { secret } = planned;
  requireKnownServer(session.identity.server, planned.value.engine);
  const user: Account = { user: planned.value.username, host: event.userHost };
  const owner = { secret, strategy, passwordPolicy: context.settings.passwordPolicy };
  const named = await session.accountsNamed(strategy === "alternating-users" ? users : [user.user]);
  await requireAllOurs(session, named, secret, event.formerSecret);
  const all = named.filter((account) => !isBeingProvisioned(account));
  const isThere = all.some((account) => sameAccount(account, user));
  const others = all.filter((account) => account.user === user.user && !sameAccount(account, user));
  if (!isThere) requireFurtherAccountPossible(user, others, planned, owner);
  const provisioned = planned.origin === "made" ? await storeFirstValue(planned, event, context.secrets) : planned;
  await session.apply({ kind: "create-database", database: event.dbname });
  for (const account of named.filter(isBeingProvisioned)) await session.apply({ kind: "drop-account", account });
  const live = isThere ? undefined : await liveAccount(session, others, provisioned.value, context);
  if (live !== undefined && (await provePassword(session, live.account, provisioned, strategy, context)) !== "proved") {
    return "read-again";
  }
  const accounts = [
    live === undefined
      ? await convergeUser(session, user, event, owner)
      : await makeFurtherAccount(session, user, live, provisioned, event, owner, context),
  ];
  // The alternate account is only converged where it exists: making it is the first rotation's work.
  for (const other of all.filter((account) => !sameAccount(account, user))) {
    accounts.push(await convergeUser(session, other, event, owner));
  }
  if ((await provePassword(session, user, provisioned, strategy, context)) === "read-again") return "read-again";
  return (await makeCurrent(provisioned, context.secrets)) ? { origin: provisioned.origin, accounts } : "read-again";
}

/** Before anything is stored or changed: for some of the application's clients MySQL would choose the foreign account. */
async function requireAllOurs(
  session: DatabaseSession,
  accounts: readonly Account[],
  secret: MarkedSecret,
  formerSecret: string | undefined,
): Promise<void> {
  for (const account of accounts) {
    const definition = await session.readAccount(account);
    if (definition !== undefined) requireOurs(definition, secret, formerSecret);
  }
}

async function convergeUser(
  session: DatabaseSession,
  account: Account,
  event: ProvisionEvent,
  owner: AppUserOwner,
): Promise<string> {
  const existing = await session.readAccount(account);
  const line = describeChanges(account, await convergeAppUser(session, account, existing, event, owner));
  // A change of the environment file must not silently remove an account that accepts logins.
  if (account.host === event.userHost) return line;
  return `${line} (left from another userHost than "${event.userHost}": drop it when no client uses it)`;
}

/** The commit: applications see the value from here on. False when the secret has changed since it was read. */
async function makeCurrent(
  { value, versionId, origin, secret, readFrom }: ProvisionedValue,
  secrets: SecretStore,
): Promise<boolean> {
  if (origin === "current") return true;
  const fresh = await secrets.describe(secret.arn);
  const current = versionLabelled(fresh, "AWSCURRENT");
  if (origin === "moved") {
    // The rotation of the old database does not wait for the lock in the new one.
    if (current !== readFrom || unfinishedVersion(fresh) !== undefined) return false;
    await secrets.store({ secretId: secret.arn, versionId, value: value.text, label: "AWSCURRENT" });
  } else if (current === undefined) await secrets.moveCurrent(secret.arn, versionId, undefined);
  return true;
}
