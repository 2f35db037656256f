import { parseSecretValue } from "../secret-value";
import { requireAccountOf } from "../strategies/guards";
import { loginRequest, signIn, withSession } from "../strategies/sign-in";
import type { StrategyContext } from "../strategies/strategy";

/**
 * Proves AWSCURRENT as an application uses it: a login on the secret's host, with its database, over verified TLS. It changes
 * nothing. So code, role, network and settings of the function that runs it are proved, too.
 */
export async function proveLogin({ secrets, database, settings, secret }: StrategyContext): Promise<void> {
  const text = await secrets.read(secret.arn, { label: "AWSCURRENT" });
  const value = parseSecretValue(text, `${secret.name} (AWSCURRENT)`);
  const session = await signIn(database, loginRequest(value, settings));
  await withSession(session, async () => requireAccountOf(value.username, session.identity.account));
}
