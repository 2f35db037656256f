import { type ErrorCode, RotationError } from "../../../rotation-fn/errors";
import type { SecretDescription } from "../../../rotation-fn/ports/secret-store";
import type { State } from "./state";

/** A session in which the server does not show what it compares passwords with. */
export const hidden: NonNullable<State["session"]> = (session) => ({
  readCredential: async (account) => {
    const found = await session.readCredential(account);
    return found && { ...found, isPrimary: () => undefined };
  },
});

/** What the server answers to every login of the app user. The admin is answered truly. */
export function everyLogin(kind: "rejected" | "unknown", code: ErrorCode, found: string): NonNullable<State["login"]> {
  return ({ adminSecretId }) =>
    adminSecretId === undefined ? Promise.resolve({ kind, error: refused(code, found) }) : undefined;
}

/** A login of the app user is refused by mistake, not answered, or answered truly. */
export type LoginOutcome = "refused" | "unanswered" | "true";

/** What the logins of the app user are answered in each invocation, in turn; truly after the last one. */
export function loginsInTurn(...outcomes: readonly LoginOutcome[]): NonNullable<State["login"]> {
  const counts = new WeakMap<object, number>();
  return (request, database) => {
    if (request.adminSecretId !== undefined) return undefined;
    const count = counts.get(database) ?? 0;
    counts.set(database, count + 1);
    if (outcomes[count] === "refused") return ALWAYS_REFUSED(request, database);
    return outcomes[count] === "unanswered" ? NEVER_ANSWERED(request, database) : undefined;
  };
}

/** No credential of the app user is let in. */
export const ALWAYS_REFUSED = everyLogin("rejected", "login_refused", "refused by mistake");
/** The app user gets no answer. */
export const NEVER_ANSWERED = everyLogin("unknown", "network_unreachable", "ETIMEDOUT");

/** What DescribeSecret answers from the n-th look on that an invocation takes at a secret. */
export function fromLook(
  first: number,
  change: (secret: SecretDescription) => Partial<SecretDescription>,
): NonNullable<State["secrets"]> {
  return (store) => {
    let looks = 0;
    return {
      describe: async (secretId) => {
        const secret = await store.describe(secretId);
        return ++looks < first ? secret : { ...secret, ...change(secret) };
      },
    };
  };
}

/** What an adapter throws for a call that had no effect. */
export function refused(code: ErrorCode, found: string): RotationError {
  return new RotationError(code, { problem: "it was refused", found, remedy: "look" }, { effect: "none" });
}
