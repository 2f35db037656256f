import type { RotationError } from "../errors";
import { type Account, accountName } from "../ports/account";
import { versionLabelled } from "../ports/secret-store";
import type { SecretValue } from "../secret-value";
import { cancellable, isPasswordRefusal } from "./pending-evidence";
import { loginRequest, signInUnlessRefused } from "./sign-in";
import type { StrategyContext } from "./strategy";

/**
 * What became of the password that an account had, when it got the pending one:
 * - `retained`: it keeps working until the next rotation, as the account's second password. No login fails.
 * - `replaced`: it ended at once, after the server compared it. New logins with AWSCURRENT fail until finishSecret.
 * - `window`: it ended at once, without a comparison: by a user of MariaDB that changes itself, or by a reset. As above.
 * - `set-before`: an earlier attempt of this rotation had done the change; nothing was sent.
 */
export type PasswordChange = "retained" | "replaced" | "window" | "set-before";

/** One line in the log that says what happened, and where logins can fail, what would avoid it. */
export function logPasswordChange({ log }: StrategyContext, account: Account, passwordChange: PasswordChange): void {
  const name = accountName(account);
  if (passwordChange === "set-before") {
    log.info("password-set-before", { account: name });
    return;
  }
  const hint =
    passwordChange === "replaced"
      ? `until finishSecret, new logins with AWSCURRENT fail; GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${name} avoids it`
      : passwordChange === "window"
        ? "until finishSecret, new logins with AWSCURRENT fail; the strategy admin-rotated or alternating-users avoids it"
        : undefined;
  log.info("password-changed", { account: name, passwordChange, ...(hint === undefined ? {} : { hint }) });
}

/**
 * After the server refused to set the pending password: it can have it already, from an earlier attempt of this very rotation,
 * since it is random. Its login tells; otherwise the refusal stands and is thrown.
 */
export async function provePending(
  pending: SecretValue,
  { database, settings }: StrategyContext,
  refusal: RotationError,
): Promise<"set-before"> {
  const session = await signInUnlessRefused(database, loginRequest(pending, settings));
  if (session === undefined) throw isPasswordRefusal(refusal) ? cancellable(refusal) : refusal;
  await session.close();
  return "set-before";
}

/** What a person does who has to bring database and secret together again. */
export function resyncInstructions({ secret }: StrategyContext, username: string): string {
  const pending = versionLabelled(secret, "AWSPENDING");
  return (
    `as the admin, set the password of '${username}' to the one in AWSCURRENT (ALTER USER … IDENTIFIED BY …), which applications ` +
    `hold; then aws secretsmanager rotate-secret --secret-id ${secret.name}, which continues ${pending ?? "the pending version"}`
  );
}

/** What no password helps against, and what the server does not tell from a wrong one. */
export const CERTIFICATE_HINT =
  "an account that requires a client certificate (REQUIRE X509, ISSUER, SUBJECT) is refused alike: the function has none, so it cannot rotate such an account, and the audit names it";

/** Where the only password may be when no label holds it: a cancelled rotation leaves its version behind, without one, for about a day. */
export function unlabelledVersions({ secret }: StrategyContext): string {
  return (
    `a rotation that was cancelled may have left the password in a version without a label: aws secretsmanager list-secret-version-ids ` +
    `--include-deprecated --secret-id ${secret.name}, then get-secret-value --version-id <id> for each, and try its login`
  );
}
