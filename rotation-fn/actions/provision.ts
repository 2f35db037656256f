import { RotationError } from "../errors";
import type { ProvisionEvent } from "../event";
import type { Account } from "../ports/account";
import type { DatabaseSession, LoginRequest } from "../ports/database";
import { versionLabelled } from "../ports/secret-store";
import type { AdminSecretValue } from "../secret-value";
import { chooseStrategy } from "../strategies/choose-strategy";
import { refuseForbiddenUser, requireKnownServer } from "../strategies/guards";
import { loginRequest, readAdminSecret, signIn, signInAsAdmin, withSession } from "../strategies/sign-in";
import type { StrategyContext } from "../strategies/strategy";
import { alternateUsername, pairLock } from "../strategies/user-pair";
import { convergeAppUser, describeChanges } from "./app-user";
import { valueToProvision } from "./first-value";
import { requireProvisionable } from "./provision-input";

/** What Terraform keeps in its state and shows in a plan: nothing secret. */
export interface ProvisionResult {
  readonly secretId: string;
  readonly database: string;
  readonly user: string;
  readonly value: "current" | "resumed" | "made";
  readonly accounts: readonly string[];
}

const LOCK_TIMEOUT_MS = 20_000;

/**
 * Makes the database, the app user, its privileges and the first secret value, or converges what is there to the event. May be
 * broken off anywhere and called again.
 *
 * Order: the value is stored before the account is touched (write-ahead), the password is the last database write, AWSCURRENT
 * is the last effect, after a login has proved the value.
 */
export async function provision(
  event: ProvisionEvent,
  context: Omit<StrategyContext, "secret">,
): Promise<ProvisionResult> {
  const { secrets, settings, log } = context;
  const secret = await secrets.describe(event.secretId);
  const strategy = chooseStrategy(secret, { masterarn: event.adminSecretId }, settings).name;
  requireProvisionable(event, secret, strategy);
  const requireFit = (admin: AdminSecretValue): void => {
    refuseForbiddenUser(event.username, admin.username);
    if (strategy === "alternating-users") refuseForbiddenUser(alternateUsername(event.username), admin.username);
  };
  // Before a first value is stored: a wrong admin secret must leave nothing behind.
  requireFit(await readAdminSecret(secrets, event.adminSecretId));

  const { value, versionId, origin } = await valueToProvision(event, event.adminSecretId, secret, secrets, settings);
  const appLogin = loginRequest(value, settings);
  const session = await signInAsAdmin(context, event.adminSecretId, appLogin, requireFit);
  const accounts = await withSession(session, async () => {
    requireKnownServer(session.identity.server);
    await session.lock(pairLock(event.username), LOCK_TIMEOUT_MS);
    await session.apply({ kind: "create-database", database: event.dbname });
    const user: Account = { user: value.username, host: event.userHost };
    const owner = { secretName: secret.name, strategy };
    const touched = [await convergeUser(session, user, event, owner, true)];
    if (strategy === "alternating-users") {
      const other: Account = { user: alternateUsername(value.username), host: event.userHost };
      touched.push(await convergeUser(session, other, event, owner, false));
    }
    await ensurePassword(session, user, context, appLogin);
    return touched.filter((line) => line !== undefined);
  });

  if (versionLabelled(await secrets.describe(secret.arn), "AWSCURRENT") === undefined) {
    await secrets.moveCurrent(secret.arn, versionId, undefined);
  }
  log.info("provisioned", { secret: secret.name, value: origin, accounts: accounts.join("; ") });
  return { secretId: secret.arn, database: event.dbname, user: event.username, value: origin, accounts };
}

/** The alternate account is only converged where it exists: making it is the first rotation's work. */
async function convergeUser(
  session: DatabaseSession,
  account: Account,
  event: ProvisionEvent,
  owner: Parameters<typeof convergeAppUser>[4],
  create: boolean,
): Promise<string | undefined> {
  const existing = await session.readAccount(account);
  if (existing === undefined && !create) return undefined;
  return describeChanges(account, await convergeAppUser(session, account, existing, event, owner));
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
      problem: `the account '${account.user}' disappeared while it was being provisioned`,
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
