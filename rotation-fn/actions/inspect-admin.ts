import { type ErrorCode, isRotationError } from "../errors";
import { accountName } from "../ports/account";
import type { SecretDescription } from "../ports/secret-store";
import type { AdminSecretValue, SecretValue } from "../secret-value";
import { validateAdminSecret } from "../strategies/guards";
import { loginRequest, signInAsAdmin, withSession } from "../strategies/sign-in";
import type { StrategyContext } from "../strategies/strategy";
import { userPair } from "../strategies/user-pair";
import { valueAtWriter, writerInValue } from "../strategies/writer";

/** The admin of a secret, and the accounts that the admin sees of its users. */
export interface InspectedAdmin {
  readonly secretId: string;
  readonly login: "accepted" | "refused" | "unknown" | "not-tried";
  readonly code?: ErrorCode;
  readonly message?: string;
  /** Of the user and its alternate: `'app'@'%'`, and whether the account is locked. */
  readonly accounts?: readonly { readonly account: string; readonly isAlternate: boolean; readonly locked: boolean }[];
}

/**
 * Logs in as the admin that a secret names, and lists the accounts of its users. Call it only where AWSCURRENT has logged in: that is the
 * guard against a confused deputy, who would have the admin's credential sent to an address of their own.
 */
export async function inspectAdmin(
  value: SecretValue,
  secretId: string,
  secret: SecretDescription,
  context: Omit<StrategyContext, "secret">,
): Promise<InspectedAdmin> {
  try {
    const writerValue = valueAtWriter(writerInValue(value), value);
    const validateAdmin = (admin: AdminSecretValue): void => validateAdminSecret(admin, writerValue);
    const session = await signInAsAdmin(context, secretId, loginRequest(writerValue, context.settings), validateAdmin);
    return await withSession(session, async () => {
      const pair = userPair(secret);
      const [base, alternate] = [pair.base(value.username), pair.alternate(pair.base(value.username))];
      const accounts = [];
      for (const account of await session.accountsNamed([base, alternate])) {
        const definition = await session.readAccount(account);
        if (definition === undefined) continue;
        const isAlternate = account.user === alternate;
        accounts.push({ account: accountName(account), isAlternate, locked: definition.locked });
      }
      return { secretId, login: "accepted", accounts };
    });
  } catch (error) {
    if (!isRotationError(error)) throw error;
    const { code, message } = error;
    return { secretId, login: code === "admin_login_refused" ? "refused" : "unknown", code, message };
  }
}
