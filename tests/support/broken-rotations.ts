import { generatePassword } from "../../rotation-fn/password";
import type { Account } from "../../rotation-fn/ports/account";
import { withCredential } from "../../rotation-fn/secret-value";
import { createSecret } from "../../rotation-fn/steps/create-secret";
import { finishSecret } from "../../rotation-fn/steps/finish-secret";
import { type Rotation, readCurrent, readPending } from "../../rotation-fn/steps/rotation";
import type { TestedVersions } from "../../rotation-fn/steps/tested-versions";
import { adminRotated } from "../../rotation-fn/strategies/admin-rotated";
import { convergeAccount } from "../../rotation-fn/strategies/converge-account";
import { markFor } from "../../rotation-fn/strategies/mark";
import { loginRequest, signIn, signInAsAdmin, withSession } from "../../rotation-fn/strategies/sign-in";

type Step = (rotation: Rotation) => Promise<unknown>;

/** Four steps with one mistake in them, which a test of crash safety has to find. */
export interface BrokenRotation {
  readonly createSecret: Step;
  readonly setSecret: Step;
  readonly testSecret: Step;
  readonly finishSecret: Step;
}

/** A broken rotation moves AWSCURRENT without test and comparison: finishSecret of the real one would not. */
export const EVERYTHING_TESTED: Pick<TestedVersions, keyof TestedVersions> = {
  remember: () => undefined,
  rememberCompared: () => undefined,
  wasComparedWith: () => true,
  isFresh: () => true,
};

const logInAsPending: Step = async (rotation) => {
  const pending = await readPending(rotation);
  await (await signIn(rotation.database, loginRequest(pending, rotation.settings))).close();
};

async function asAdmin(rotation: Rotation, work: Parameters<typeof withSession<void>>[1]): Promise<void> {
  const current = await readCurrent(rotation);
  const login = loginRequest(current, rotation.settings);
  await withSession(await signInAsAdmin(rotation, current.masterarn ?? "", login), work);
}

/** The alternate user gets its password with CREATE USER and its rights afterwards; a retry stops where the password works. */
export const passwordFirst: BrokenRotation = {
  createSecret,
  async setSecret(rotation) {
    const [current, pending] = [await readCurrent(rotation), await readPending(rotation)];
    const probe = await rotation.database.login(loginRequest({ ...pending, dbname: undefined }, rotation.settings));
    if (probe.kind === "accepted") return probe.session.close();
    await asAdmin(rotation, async (session) => {
      const [source, target]: Account[] = [current, pending].map(({ username }) => ({ user: username, host: "%" }));
      const wanted = source && (await session.readAccount(source));
      if (wanted === undefined || target === undefined) throw new Error("the app user is gone");
      const [create, ...rest] = convergeAccount(
        wanted,
        target,
        await session.readAccount(target),
        markFor(rotation.secret),
        rotation.settings.passwordPolicy,
      );
      if (create?.kind === "create-account") await session.apply(create);
      await session.apply({ kind: "set-password", account: target, password: pending.password, second: "kept" });
      for (const change of create?.kind === "create-account" ? rest : [create, ...rest]) {
        if (change !== undefined) await session.apply(change);
      }
    });
  },
  testSecret: async (rotation) => {
    const pending = await readPending(rotation);
    await (await signIn(rotation.database, loginRequest({ ...pending, dbname: undefined }, rotation.settings))).close();
  },
  finishSecret,
};

/** The database gets the new password before the secret does. */
export const sqlFirst: BrokenRotation = {
  async createSecret(rotation) {
    const current = await readCurrent(rotation);
    const password = generatePassword(rotation.settings.passwordPolicy);
    const account = { user: current.username, host: "%" };
    await asAdmin(rotation, (session) =>
      session.apply({ kind: "change-password", account, password, second: "replaced" }),
    );
    const value = withCredential(current, { username: current.username, password });
    const { secrets, secret, token } = rotation;
    await secrets.store({ secretId: secret.arn, versionId: token, value, label: "AWSPENDING" });
  },
  setSecret: async () => undefined,
  testSecret: logInAsPending,
  finishSecret,
};

/** One user, changed by the admin as it should be; but when the test fails, the pending version is thrown away. */
export const rollbackRemovesPending: BrokenRotation = {
  createSecret,
  setSecret: async (rotation) =>
    adminRotated.change(await readCurrent(rotation), await readPending(rotation), rotation),
  async testSecret(rotation) {
    try {
      await logInAsPending(rotation);
    } catch (error) {
      const { secrets, secret, token } = rotation;
      await secrets.removeLabel(secret.arn, "AWSPENDING", token);
      throw error;
    }
  },
  finishSecret,
};
