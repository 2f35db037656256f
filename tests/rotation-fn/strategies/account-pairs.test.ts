import type { Account, AccountCredential, AccountDefinition, ListedAccount } from "../../../rotation-fn/ports/account";
import { findAccountPairs } from "../../../rotation-fn/strategies/account-pairs";
import { MARK_KEY } from "../../../rotation-fn/strategies/mark";
import { credentialOf, definitionOf, stubContext, stubSession, valueWith } from "../../support/strategy-stubs";

const MATCHED = { user: "app", host: "%" };
const OURS = { attribute: { [MARK_KEY]: "shop" } };
const at = (host: string, user = "app"): Account => ({ user, host });

/** What a server knows of an account; a definition or a credential that is left out is gone since it was listed. */
interface Known extends Partial<ListedAccount> {
  readonly account: Account;
  readonly definition?: AccountDefinition;
  readonly credential?: AccountCredential;
}

/** The pairs and orphans on a server with these accounts, or the code of the error. */
async function found(...known: Known[]) {
  const find = ({ user, host }: Account) => known.find(({ account }) => account.user === user && account.host === host);
  const { session } = stubSession({
    accountsNamed: async () =>
      known.map(({ account, isLocked = false, hasSecondPassword = false, plugin = "caching_sha2_password" }) => ({
        ...{ ...account, isLocked, hasSecondPassword, plugin },
      })),
    readAccount: async (account) => find(account)?.definition,
    readCredential: async (account) => find(account)?.credential,
  });
  const pending = valueWith({ username: "app_clone", password: "new" });
  try {
    const { pairs, orphans } = await findAccountPairs(session, MATCHED, valueWith(), pending, stubContext().context);
    return { sources: pairs.map(({ source }) => source.account), orphans: orphans.map(({ account }) => account) };
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
}
const whole = (account: Account, members: Partial<AccountDefinition> = {}, primary = "old"): Known => ({
  ...{ account, definition: definitionOf(account, members), credential: credentialOf(account, primary, members) },
});
const matched = whole(MATCHED);

describe("the account that the login matched", () => {
  it("is the secret's where AWSCURRENT is its first password, or the server does not show it", async () => {
    const one = { sources: [MATCHED], orphans: [] };
    expect(await found(matched)).toEqual(one);
    expect(await found({ account: MATCHED, definition: definitionOf(MATCHED) })).toEqual(one);
  });

  it("is refused where it has another first password and no mark", async () => {
    expect(await found(whole(MATCHED, {}, "x"))).toBe("account_not_ours");
    expect(await found(whole(MATCHED, OURS, "x"))).toEqual({ sources: [MATCHED], orphans: [] });
  });
});

describe("another account of the current user", () => {
  const other = at("10.%");

  it("is the secret's with its password or its mark", async () => {
    const both = { sources: [other, MATCHED], orphans: [] };
    expect(await found(matched, whole(other))).toEqual(both);
    expect(await found(matched, whole(other, OURS, "x"))).toEqual(both);
  });

  it("is refused where its password is another, or is not there to be compared", async () => {
    expect(await found(matched, whole(other, {}, "x"))).toBe("unsupported_account");
    expect(await found(matched, { account: other, definition: definitionOf(other) })).toBe("unsupported_account");
  });

  const locked = { ...whole(other, OURS), isLocked: true };
  const counterpart = whole(at("10.%", "app_clone"), OURS);

  it("stays in its pair while it is locked, where both are the secret's", async () => {
    expect(await found(matched, locked, counterpart)).toEqual({ sources: [other, MATCHED], orphans: [] });
  });

  it.each([
    ["it is gone", { account: other, isLocked: true }, counterpart],
    ["its counterpart's credential is gone", locked, { account: counterpart.account }],
    ["it carries no mark", { ...whole(other), isLocked: true }, counterpart],
  ])("is left alone while it is locked, where %s", async (_, one, two) => {
    expect(await found(matched, one, two)).toMatchObject({ sources: [MATCHED] });
  });
});

describe("an account of the other user without one of the current user for its host", () => {
  const orphan = at("10.%", "app_clone");

  it("is an orphan where it carries the secret's mark", async () => {
    expect(await found(matched, whole(orphan, OURS))).toEqual({ sources: [MATCHED], orphans: [orphan] });
  });

  it("is none where it is gone, takes no password, or is locked and not the secret's", async () => {
    const none = { sources: [MATCHED], orphans: [] };
    expect(await found(matched, { account: orphan })).toEqual(none);
    expect(await found(matched, { ...whole(orphan, OURS), plugin: "auth_socket" })).toEqual(none);
    expect(await found(matched, { ...whole(orphan), isLocked: true })).toEqual(none);
  });

  it("is refused where it lets clients in and is not the secret's", async () => {
    expect(await found(matched, whole(orphan))).toBe("account_not_ours");
  });
});
