import type { AccountCredential, ListedAccount } from "../../../rotation-fn/ports/account";
import { furtherAccounts } from "../../../rotation-fn/strategies/further-accounts";
import { MARK_KEY } from "../../../rotation-fn/strategies/mark";
import { credentialOf, stubContext, stubSession, valueWith } from "../../support/strategy-stubs";

const MATCHED = { user: "app", host: "%" };
const FURTHER = { user: "app", host: "10.%" };
const current = valueWith();
const pending = valueWith({ password: "new" });
const OURS = { attribute: { [MARK_KEY]: "shop" } };
const OTHERS = { attribute: { [MARK_KEY]: "orders" } };

interface Situation {
  readonly listed?: Partial<ListedAccount>;
  readonly second?: string;
  readonly previous?: object;
}

/** What is found of one account beside the matched one. */
async function found(credential: AccountCredential | undefined, { listed, second, previous }: Situation = {}) {
  const { session } = stubSession({
    accountsNamed: async () =>
      [MATCHED, FURTHER].map((account) => ({
        ...{ ...account, hasSecondPassword: false, isLocked: false, plugin: "caching_sha2_password" },
        ...listed,
      })),
    readCredential: async (account) => {
      expect(account).toEqual(FURTHER);
      return credential;
    },
    readSecondPassword: async () =>
      second === undefined ? undefined : { is: (password: string) => password === second },
  });
  const { context, seen } = stubContext({
    labels: previous === undefined ? {} : { "v-0": ["AWSPREVIOUS"] },
    values: { AWSPREVIOUS: previous === undefined ? [] : [valueWith(previous).text] },
  });
  const accounts = await furtherAccounts(session, MATCHED, current, pending, context).catch(
    (error: { code: string }) => error.code,
  );
  return { accounts, ...seen };
}

describe("another account of the user", () => {
  const before = { password: "before" };

  it.each([
    ["AWSCURRENT", credentialOf(FURTHER, "old"), {}],
    ["AWSPENDING", credentialOf(FURTHER, "new"), {}],
    ["AWSCURRENT as its second password", credentialOf(FURTHER, "x"), { second: "old" }],
  ])("is the secret's where it holds %s, and AWSPREVIOUS is not read", async (_, credential, { second }: Situation) => {
    const listed = { hasSecondPassword: second !== undefined };
    const { accounts, reads } = await found(credential, {
      ...{ listed, previous: before },
      ...(second === undefined ? {} : { second }),
    });
    expect([accounts, reads]).toEqual([[{ credential, known: "held" }], []]);
  });

  it("is the secret's where AWSPREVIOUS is its first password, which is returned", async () => {
    const credential = credentialOf(FURTHER, "before");
    const { accounts, logged } = await found(credential, { previous: before });
    expect([accounts, logged]).toEqual([[{ credential, known: "previous", previous: "before" }], []]);
  });

  it("is the secret's by its mark where no label holds its password", async () => {
    const credential = credentialOf(FURTHER, "x", OURS);
    for (const situation of [{}, { previous: before }])
      expect((await found(credential, situation)).accounts).toStrictEqual([{ credential, known: "marked" }]);
  });

  const own = "it has another password than the secret's, and no mark of the secret";
  const hidden = "the server does not show which password it has";
  it.each([
    ["has a password of its own and no mark", credentialOf(FURTHER, "x"), {}, own],
    ["has a password of its own and another secret's mark", credentialOf(FURTHER, "x", OTHERS), {}, own],
    ["has the password that another user had", credentialOf(FURTHER, "before"), { username: "green" }, own],
    ["hides its password", credentialOf(FURTHER, undefined), {}, hidden],
    ["hides its password, whatever mark it has", credentialOf(FURTHER, undefined, OURS), {}, hidden],
  ])("is left alone where it %s, which is logged", async (_, credential, members, why) => {
    const { accounts, logged } = await found(credential, { previous: { ...before, ...members } });
    const hint =
      "clients that it lets in are refused the secret's password: rename or drop it where they use this secret";
    expect(accounts).toEqual([]);
    expect(logged).toEqual([["further-account-left", { account: "'app'@'10.%'", why, hint }]]);
  });

  it("is left alone where its second password ended meanwhile", async () => {
    const { accounts, logged } = await found(credentialOf(FURTHER, "x"), { listed: { hasSecondPassword: true } });
    expect([accounts, logged]).toMatchObject([[], [["further-account-left", { why: own }]]]);
  });

  it.each([
    ["is locked", { isLocked: true }, credentialOf(FURTHER, "old")],
    ["takes no password", { plugin: "auth_socket" }, credentialOf(FURTHER, "old")],
    ["is gone", {}, undefined],
  ])("is left alone where it %s, and nothing is said of it", async (_, listed, credential) => {
    const { accounts, logged, reads } = await found(credential, { listed });
    expect([accounts, logged, reads]).toEqual([[], [], []]);
  });

  it.each(["old", "before"])(
    "is refused where it has the secret's password and another secret's mark: %s",
    async (primary) => {
      const { accounts } = await found(credentialOf(FURTHER, primary, OTHERS), { previous: before });
      expect(accounts).toBe("account_not_ours");
    },
  );
});
