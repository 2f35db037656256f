import type { SecretStore } from "../../rotation-fn/ports/secret-store";
import type { Mistake } from "../support/memory/interleave";

/** Mistakes about two at once, which an exploration of interleavings has to find. */

/** No lock is taken. */
export const withoutLock: Mistake = {
  database: (database) => ({
    async login(request) {
      const answer = await database.login(request);
      if (answer.kind !== "accepted") return answer;
      return { kind: "accepted", session: { ...answer.session, lock: async () => undefined } };
    },
  }),
};

/** What was read before the lock is not read again behind it. */
export const withoutReadingAgain: Mistake = {
  secrets(store): SecretStore {
    const known = new Map<string, Promise<unknown>>();
    const once = <T>(key: string, read: () => Promise<T>): Promise<T> => {
      const found = known.get(key) ?? read();
      known.set(key, found);
      return found as Promise<T>;
    };
    return {
      ...store,
      describe: (secretId) => once(secretId, () => store.describe(secretId)),
      read: (secretId, selector) => once(JSON.stringify([secretId, selector]), () => store.read(secretId, selector)),
    };
  },
};
