import { type ErrorCode, isRotationError, type RotationError } from "../errors";
import { type HumanHelp, humanHelp, rotateSecret } from "../needs-human";
import type { Account, AccountDefinition } from "../ports/account";
import { type SecretDescription, unfinishedVersion, versionLabelled } from "../ports/secret-store";
import { parseSecretValue, type SecretValue } from "../secret-value";
import type { StrategyName } from "../settings";
import { chooseStrategy } from "../strategies/choose-strategy";
import { letsIn } from "../strategies/further-accounts";
import { requireNoCertificate } from "../strategies/guards";
import { loginRequest, signInUnlessRefused, withSession } from "../strategies/sign-in";
import { withAuditAdmin } from "./audit-admin";
import type { AuditContext, Findings } from "./audit-findings";
import { unavailable } from "./audit-part";

/** The password is right in these cases, and the application still cannot log in. */
const LOCKED_OUT: readonly ErrorCode[] = ["unknown_database", "missing_privilege"];

/** A rotation of one user takes seconds; a pending version that is older excuses nothing. */
export const MAX_CHANGE_MS = 60_000;

/** How long the audit waits for a rotation that it met in the seconds of its change. */
const MAX_WAIT_MS = 10_000;
const POLL_MS = 500;

/** A login with AWSCURRENT that worked. */
export interface AuditedLogin {
  readonly value: SecretValue;
  readonly account: Account;
  readonly strategy: StrategyName;
}

/** `login` is undefined when the login does not work, or when nothing can be said. */
export interface LoginAudit {
  readonly findings: Findings;
  readonly login?: AuditedLogin;
}

/**
 * Logs in as an application does, and finds out whether that works.
 *
 * A refused login is never called healthy. It has one excuse: a rotation of the only user, on an account that keeps no second
 * password, between setSecret and finishSecret. The evidence is that the account has the pending password; then the audit waits for
 * the rotation, and says "not known" when it does not end.
 */
export async function auditLogin(
  secret: SecretDescription,
  secretId: string,
  context: AuditContext,
): Promise<LoginAudit> {
  let described = secret;
  let user = {};
  try {
    for (let attempt = 1; attempt <= 2; attempt++) {
      const text = await context.secrets.read(described.arn, { label: "AWSCURRENT" });
      const value = parseSecretValue(text, `${described.name} (AWSCURRENT)`);
      user = { user: value.username };
      const strategy = chooseStrategy(described, value, context.settings).name;
      const answer = await context.database.login(loginRequest(value, context.settings));
      if (answer.kind === "accepted") {
        const { account } = await withSession(answer.session, async ({ identity }) => identity);
        return { findings: { ...user, loginFails: false }, login: { value, account, strategy } };
      }
      const { error } = answer;
      if (answer.kind === "unknown" && !LOCKED_OUT.includes(error.code)) throw error;
      const now = await context.secrets.describe(described.arn);
      if (versionLabelled(now, "AWSCURRENT") === versionLabelled(described, "AWSCURRENT")) {
        return { findings: { ...user, ...(await explainRefusal(now, value, strategy, error, context)) } };
      }
      // A rotation ended between the reading and the login: the new value is what applications use now.
      described = now;
    }
    return { findings: { ...user, ...notKnown("AWSCURRENT moved twice during the audit") } };
  } catch (error) {
    return { findings: { ...user, ...unavailable(error, secretId) } };
  }
}

async function explainRefusal(
  secret: SecretDescription,
  value: SecretValue,
  strategy: StrategyName,
  error: RotationError,
  context: AuditContext,
): Promise<Findings> {
  const pending = unfinishedVersion(secret);
  const mayBeBehind = strategy === "single-user" && error.code === "login_refused" && pending !== undefined;
  if (!mayBeBehind || !(await hasPendingPassword(secret, pending, value, context))) {
    if (error.code === "login_refused") await refuseCertificates(secret, value, strategy, context);
    // A mutant survives: the commands for these codes do not name the secret.
    return failing(error.message, humanHelp(error, { secretId: secret.arn, token: undefined }));
  }
  const since = await context.secrets.versionMadeAt(secret.arn, pending);
  if (since === undefined || context.clock.now() - since.getTime() > MAX_CHANGE_MS) {
    const why = `the account has the password of the pending version ${pending}, and that rotation did not end`;
    return failing(why, { needsHuman: true, command: rotateSecret({ secretId: secret.arn }) });
  }
  // Its password has just been accepted, and is the one in AWSCURRENT now.
  if (await becomesCurrent(secret, pending, context)) return { loginFails: false };
  return notKnown(`the rotation to version ${pending} is changing the password of the only user`);
}

/**
 * Throws `unsupported_account` where the user's account asks for a client certificate. Applications that have one may log in; the audit
 * cannot know, and no password that anybody sets would help.
 */
async function refuseCertificates(
  secret: SecretDescription,
  value: SecretValue,
  strategy: StrategyName,
  context: AuditContext,
): Promise<void> {
  // The login failed whatever the admin can see: what it cannot is no further problem.
  const definitions = await withAuditAdmin(secret, value, strategy, context, async (session) => {
    const found: AccountDefinition[] = [];
    for (const listed of (await session.accountsNamed([value.username])).filter(letsIn)) {
      const definition = await session.readAccount({ user: listed.user, host: listed.host });
      if (definition !== undefined) found.push(definition);
    }
    return found;
  }).catch(() => undefined);
  for (const definition of definitions ?? []) requireNoCertificate(definition);
}

function failing(why: string, help: HumanHelp | undefined): Findings {
  const problems = [`applications cannot log in: ${why}`];
  // A mutant survives: a line of the log leaves out what is undefined.
  return { loginFails: true, problems, ...(help === undefined ? {} : { help }) };
}

function notKnown(why: string): Findings {
  const problems = [`not known whether applications can log in: ${why}; the next audit will tell`];
  return { auditFailed: true, problems };
}

/** By one login as the same user at the same place: the pending version may say which password, and nothing else. */
async function hasPendingPassword(
  secret: SecretDescription,
  pending: string,
  current: SecretValue,
  { secrets, database, settings }: AuditContext,
): Promise<boolean> {
  try {
    const text = await secrets.read(secret.arn, { versionId: pending, label: "AWSPENDING" });
    // Stryker disable next-line StringLiteral: the error that quotes it is caught below.
    const { username, password } = parseSecretValue(text, `${secret.name} (AWSPENDING)`);
    if (username !== current.username || password === current.password) return false;
    const session = await signInUnlessRefused(database, loginRequest({ ...current, password }, settings));
    await session?.close();
    return session !== undefined;
  } catch (error) {
    // Nothing pending that could be the account's password.
    if (isRotationError(error, "version_not_found") || isRotationError(error, "bad_secret_value")) return false;
    throw error;
  }
}

async function becomesCurrent(
  secret: SecretDescription,
  pending: string,
  { secrets, clock }: AuditContext,
): Promise<boolean> {
  const endAt = clock.now() + MAX_WAIT_MS;
  for (;;) {
    if (versionLabelled(await secrets.describe(secret.arn), "AWSCURRENT") === pending) return true;
    if (clock.now() >= endAt) return false;
    await clock.sleep(POLL_MS);
  }
}
