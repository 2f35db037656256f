import { RotationError } from "../errors";
import type { ProvisionEvent } from "../event";
import { type Account, accountName, sameAccount } from "../ports/account";
import type { DatabaseSession, LoginRequest } from "../ports/database";
import { type SecretStore, versionLabelled } from "../ports/secret-store";
import type { AdminSecretValue } from "../secret-value";
import { chooseStrategy } from "../strategies/choose-strategy";
import { refuseForbiddenUser, requireKnownServer } from "../strategies/guards";
import { requireOurs } from "../strategies/mark";
import { loginRequest, signIn, signInAsAdmin, withSession } from "../strategies/sign-in";
import type { StrategyContext } from "../strategies/strategy";
import { pairLock, userPair } from "../strategies/user-pair";
import { convergeAppUser, describeChanges } from "./app-user";
import { type ProvisionedValue, valueToProvision } from "./first-value";
import { requireProvisionable } from "./provision-input";

/** What Terraform keeps in its state and shows in a plan: nothing secret. */
export interface ProvisionResult {
  readonly secretId: string;
  readonly database: string;
  readonly user: string;
  readonly value: ProvisionedValue["origin"];
  readonly accounts: readonly string[];
}

const LOCK_TIMEOUT_MS = 20_000;

/**
 * Makes the database, the app user, its privileges and the first secret value, or converges what is there to the event. May be
 * broken off anywhere and called again.
 *
 * Order: the admin's login comes before anything is stored, so that a wrong address or admin leaves nothing behind; a new value is
 * stored before an account is touched (write-ahead); the password is the last database write; and AWSCURRENT is the last effect,
 * after a login has proved the value.
 *
 * A first version becomes AWSCURRENT by itself, whatever label was asked for
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html), which is harmless: a provisioning that
 * was broken off then finds a current value and converges the user to it.
 */
export async function provision(
  event: ProvisionEvent,
  context: Omit<StrategyContext, "secret">,
): Promise<ProvisionResult> {
  const { secrets, settings, log } = context;
  const secret = await secrets.describe(event.secretId);
  const strategy = chooseStrategy(secret, { masterarn: event.adminSecretId }, settings).name;
  requireProvisionable(event, secret, strategy);
  const pair = userPair(secret);
  const users = strategy === "alternating-users" ? [event.username, pair.alternate(event.username)] : [event.username];
  const requireFit = (admin: AdminSecretValue): void => {
    for (const user of users) refuseForbiddenUser(user, admin.username);
  };

  const provisioned = await valueToProvision(event, secret, secrets, settings);
  const { value, versionId, origin } = provisioned;
  const appLogin = loginRequest(value, settings);
  const session = await signInAsAdmin(context, event.adminSecretId, appLogin, requireFit);
  const accounts = await withSession(session, async () => {
    requireKnownServer(session.identity.server, value.engine);
    await session.lock(pairLock(pair.base(event.username)), LOCK_TIMEOUT_MS);
    const user: Account = { user: value.username, host: event.userHost };
    const owner = { secretName: secret.name, strategy };
    const all = await session.accountsNamed(strategy === "alternating-users" ? users : [value.username]);
    await requireAllOurs(session, all, secret.name);
    if (origin === "made") {
      await secrets.store({ secretId: secret.arn, versionId, value: value.text, label: "AWSPENDING" });
    }
    await session.apply({ kind: "create-database", database: event.dbname });
    const touched = [await convergeUser(session, user, event, owner)];
    // The alternate account is only converged where it exists: making it is the first rotation's work.
    for (const other of all.filter((account) => !sameAccount(account, user))) {
      touched.push(await convergeUser(session, other, event, owner));
    }
    await ensurePassword(session, user, context, appLogin);
    return touched;
  });
  await makeCurrent(secret.arn, provisioned, secrets);
  log.info("provisioned", { secret: secret.name, value: origin, accounts: accounts.join("; ") });
  return { secretId: secret.arn, database: event.dbname, user: event.username, value: origin, accounts };
}

/** Before anything is stored or changed: a stranger's account among ours would let some of the application's clients in, or not. */
async function requireAllOurs(
  session: DatabaseSession,
  accounts: readonly Account[],
  secretName: string,
): Promise<void> {
  for (const account of accounts) {
    const definition = await session.readAccount(account);
    if (definition !== undefined) requireOurs(definition, secretName);
  }
}

async function convergeUser(
  session: DatabaseSession,
  account: Account,
  event: ProvisionEvent,
  owner: Parameters<typeof convergeAppUser>[4],
): Promise<string> {
  const existing = await session.readAccount(account);
  const line = describeChanges(account, await convergeAppUser(session, account, existing, event, owner));
  // An account that lets somebody in is nothing that a change of the environment file may take away silently.
  if (account.host === event.userHost) return line;
  return `${line} (left from another userHost than "${event.userHost}": drop it when no client uses it)`;
}

/** Sets the value's password unless it works already, then proves it by a login: all rights are in place before. */
async function ensurePassword(
  session: DatabaseSession,
  account: Account,
  { database }: Pick<StrategyContext, "database">,
  appLogin: LoginRequest,
): Promise<void> {
  const definition = await session.readAccount(account);
  if (definition === undefined) {
    throw new RotationError("account_not_found", {
      problem: `the account ${accountName(account)} disappeared while it was being provisioned`,
      remedy: "apply again; if it happens again, find out who drops accounts",
    });
  }
  if (!definition.locked) {
    const answer = await database.login(appLogin);
    if (answer.kind === "accepted") return answer.session.close();
    if (answer.kind === "unknown") throw answer.error;
  }
  await session.apply({ kind: "set-password", account, password: appLogin.password });
  await withSession(await signIn(database, appLogin), async () => undefined);
}

/** The commit: applications see the value from here on. */
async function makeCurrent(
  arn: string,
  { value, versionId, origin }: ProvisionedValue,
  secrets: SecretStore,
): Promise<void> {
  if (origin === "current") return;
  if (origin === "moved") {
    return secrets.store({ secretId: arn, versionId, value: value.text, label: "AWSCURRENT" });
  }
  if (versionLabelled(await secrets.describe(arn), "AWSCURRENT") === undefined) {
    await secrets.moveCurrent(arn, versionId, undefined);
  }
}
