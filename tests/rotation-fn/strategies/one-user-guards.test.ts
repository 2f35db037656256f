import type { AccountChange, AccountCredential } from "../../../rotation-fn/ports/account";
import { changePassword } from "../../../rotation-fn/strategies/admin-password";
import { adminRotated } from "../../../rotation-fn/strategies/admin-rotated";
import { MARK_KEY } from "../../../rotation-fn/strategies/mark";
import { singleUser } from "../../../rotation-fn/strategies/single-user";
import { credentialOf, refusal, stubContext, stubSession, valueWith } from "../../support/strategy-stubs";

const account = { user: "app", host: "%" };
const current = valueWith();
const pending = valueWith({ password: "new" });
const caught = (error: unknown) => error;

describe.each([adminRotated, singleUser])("$name", (strategy) => {
  it("refuses a pending version for another host than the current one's, before any login", async () => {
    const { context } = stubContext();
    await expect(strategy.change(current, valueWith({ host: "other.test" }), context)).rejects.toMatchObject({
      code: "host_mismatch",
      parts: { problem: "the secret and its current version name different hosts" },
    });
  });
});

describe("admin-rotated", () => {
  const OWN_ADMIN = { admin: [JSON.stringify({ username: "app", password: "old" })] };
  const forbidden = {
    code: "forbidden_account",
    parts: { found: "the admin's own account, whose password its own secret rotates" },
  };

  it("refuses the admin's own account, before the admin logs in", async () => {
    const { context, seen } = stubContext({ values: OWN_ADMIN, login: () => stubSession().session });
    await expect(adminRotated.change(current, pending, context)).rejects.toMatchObject(forbidden);
    expect(seen.logins.map(({ adminSecretId }) => adminSecretId)).toEqual([undefined]);
  });

  it("resets no password of the admin's own account, before the admin logs in", async () => {
    const { context, seen } = stubContext({
      ...{ values: OWN_ADMIN, settings: { ALLOW_ADMIN_RESET: "true" }, login: () => refusal("login_refused") },
    });
    await expect(adminRotated.change(current, pending, context)).rejects.toMatchObject(forbidden);
    expect(seen.logins.map(({ password, adminSecretId }) => [password, adminSecretId])).toEqual([
      ["old", undefined],
      ["new", undefined],
    ]);
  });

  it("resets no password at a reader, and says why", async () => {
    const value = valueWith({ writerHost: "writer.test" });
    const { context } = stubContext({
      ...{ settings: { ALLOW_ADMIN_RESET: "true" }, login: () => refusal("login_refused") },
    });
    await expect(adminRotated.change(value, pending, context)).rejects.toMatchObject({
      code: "bad_secret_value",
      parts: {
        problem:
          'the secret names a reader in "host" and its writer beside it, and the current password does not let the function in',
      },
    });
  });
});

describe("the password that the admin changes", () => {
  /** Changes the password of an account with this credential. */
  async function changed(stored: AccountCredential, isPendingAccepted = false) {
    const login = stubSession();
    const { session, seen } = stubSession({ server: { alternativePasswords: false } });
    const { context, seen: told } = stubContext({
      login: () => (isPendingAccepted ? login.session : refusal("login_refused")),
    });
    const outcome = await changePassword(session, stored, current, pending, context).catch(caught);
    return { outcome, applied: seen.applied.map(({ kind }) => kind), ...told, closed: login.seen.closed };
  }
  const SET_BEFORE = [["password-set-before", { account: "'app'@'%'" }]];

  it("was set by an earlier attempt where the hidden one lets the pending login in", async () => {
    const hidden = credentialOf(account, undefined, { attribute: { [MARK_KEY]: "shop" } });
    const { outcome, applied, logged, closed } = await changed(hidden, true);
    expect([outcome, applied, logged, closed]).toEqual([undefined, ["merge-attribute"], SET_BEFORE, 1]);
    expect((await changed(hidden)).applied).toEqual(["merge-attribute", "change-password"]);
  });

  it("was set by an earlier attempt where it is the first one of an account without a mark", async () => {
    const { outcome, applied, logged, logins } = await changed(credentialOf(account, "new"));
    expect([outcome, applied, logged, logins]).toEqual([undefined, ["merge-attribute"], SET_BEFORE, []]);
  });

  it("is not changed in an account without a mark whose first password no version holds", async () => {
    const { outcome, applied } = await changed(credentialOf(account, "x"));
    expect([outcome, applied]).toMatchObject([{ code: "account_not_ours" }, []]);
  });
});

describe("single-user, let in by AWSPREVIOUS as the second password", () => {
  /** Rotates where the first password is none of the secret's; the server then refuses changes with what `refuses` returns. */
  async function rotated(own: AccountCredential | undefined, refuses: (change: AccountChange) => unknown) {
    const { session, seen } = stubSession({ readCredential: async () => own, refuses });
    const { context, seen: told } = stubContext({
      labels: { "v-0": ["AWSPREVIOUS"] },
      values: { AWSPREVIOUS: [valueWith({ password: "before" }).text] },
      login: ({ password }) => (password === "before" ? session : refusal("login_refused")),
    });
    const outcome = await singleUser.change(current, pending, context).catch(caught);
    const replaced = seen.applied.map((change) => change.kind === "change-password" && change.replacing);
    return { outcome, replaced, events: told.logged.map(([event]) => event), closed: seen.closed };
  }
  const replacing = (change: AccountChange) => (change.kind === "change-password" ? change.replacing : undefined);

  it("replaces the first password where the server shows nothing of the account", async () => {
    const { outcome, replaced, events, closed } = await rotated(undefined, (change) =>
      replacing(change) === undefined ? undefined : refusal("password_not_primary"),
    );
    expect([outcome, closed]).toEqual([undefined, 1]);
    expect(replaced).toEqual(["before", "old", undefined]);
    expect(events).toEqual(["unknown-password-replaced", "password-changed"]);
  });

  it("can be cancelled where AWSCURRENT is the first password and the server does not take the pending one", async () => {
    const { outcome, replaced } = await rotated(credentialOf(account, undefined), (change) =>
      replacing(change) === "before" ? refusal("password_not_primary") : refusal("password_rejected"),
    );
    expect(outcome).toMatchObject({ code: "password_rejected", action: { kind: "cancel" } });
    expect(replaced).toEqual(["before", "old"]);
  });
});
