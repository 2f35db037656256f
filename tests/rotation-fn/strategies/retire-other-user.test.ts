import type { AccountDefinition, ListedAccount } from "../../../rotation-fn/ports/account";
import { MARK_KEY } from "../../../rotation-fn/strategies/mark";
import { otherUser, retireOtherUser, usersOf } from "../../../rotation-fn/strategies/retire-other-user";
import type { StrategyContext } from "../../../rotation-fn/strategies/strategy";
import { definitionOf, stubContext, stubSession } from "../../support/strategy-stubs";

const OURS = { attribute: { [MARK_KEY]: "shop" } };
const cloneAt = (host: string) => ({ user: "app_clone", host });
const secretWith = (tag: string) => stubContext({ tags: { "rotation:usernames": tag } }).context.secret;

/** Retires the other one of `app` on a server with these definitions of the clone, by host; one that is undefined is listed and gone. */
async function retired(definitions: Record<string, Partial<AccountDefinition> | undefined>, tags = {}) {
  const asked: (readonly string[])[] = [];
  const { session, seen } = stubSession({
    accountsNamed: async (users) => {
      asked.push(users);
      return Object.keys(definitions).map((host) => ({ ...cloneAt(host), plugin: "x" }) as ListedAccount);
    },
    readAccount: async (account) => {
      const members = definitions[account.host];
      return members && definitionOf(account, members);
    },
  });
  const { context, seen: told } = stubContext({ tags });
  const accounts = await retireOtherUser(session, "app", context);
  return { asked, accounts, applied: seen.applied, logged: told.logged };
}

describe("the other user of a secret that knows one user now", () => {
  it("is locked with a password that is not stored, in each account with the secret's mark", async () => {
    const { asked, accounts, applied, logged } = await retired({ "%": OURS, "10.%": OURS });
    expect([asked, accounts]).toEqual([[["app_clone"]], [cloneAt("%"), cloneAt("10.%")]]);
    const password = expect.stringMatching(/^.{20,}$/);
    expect(applied).toEqual(accounts.map((account) => ({ kind: "retire-account", account, password })));
    expect(logged).toEqual(
      ["'app_clone'@'%'", "'app_clone'@'10.%'"].map((account) => [
        "account-retired",
        {
          ...{ account, secret: "shop" },
          why: "the secret rotates one user now, and no later rotation would replace the password of the other one",
        },
      ]),
    );
  });

  it.each([
    ["is gone", undefined],
    ["is locked already", { ...OURS, locked: true }],
    ["carries no mark", {}],
    ["is locked and carries no mark", { locked: true }],
    ["carries another secret's mark", { attribute: { [MARK_KEY]: "orders" } }],
  ])("is left alone where its account %s", async (_, definition) => {
    const { accounts, applied, logged } = await retired({ "%": definition });
    expect([accounts, applied, logged]).toEqual([[], [], []]);
  });

  it("is nobody where the secret's tag names other users", async () => {
    const { asked, accounts } = await retired({ "%": OURS }, { "rotation:usernames": "green blue" });
    expect([asked, accounts]).toEqual([[], []]);
  });
});

describe("the users of a secret", () => {
  it("are both of its pair, or the one where it has no pair", () => {
    const { secret } = stubContext().context;
    expect(usersOf("app", secret)).toEqual(["app", "app_clone"]);
    expect(usersOf("blue", secretWith("green blue"))).toEqual(["blue", "green"]);
    for (const tag of ["green blue", "green"]) expect(usersOf("app", secretWith(tag))).toStrictEqual(["app"]);
  });

  it("are not guessed after an error that says nothing about the tag", () => {
    const defect = new Error("a defect");
    const get = () => {
      throw defect;
    };
    const { secret } = stubContext().context;
    expect(() => otherUser("app", { ...secret, tags: { get } } as unknown as StrategyContext["secret"])).toThrow(
      defect,
    );
  });
});
