import type { AccountCredential, ListedAccount } from "../../../rotation-fn/ports/account";
import type { DatabaseSession } from "../../../rotation-fn/ports/database";
import { accountsWithMark, accountsWithPassword } from "../../../rotation-fn/strategies/find-account";

const ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf";

describe("the accounts of a user", () => {
  const MARK = { rotated_for_secret: "shop" };
  const plugin = "caching_sha2_password";
  const listed = (host: string, members: Partial<ListedAccount> = {}): ListedAccount => ({
    ...{ user: "app", host, hasSecondPassword: false, isLocked: false, plugin },
    ...members,
  });
  const session = (accounts: ListedAccount[], attributes: Record<string, object>) =>
    ({
      accountsNamed: async ([user]: string[]) => accounts.filter((one) => one.user === user),
      readCredential: async ({ user, host, ...more }: { user: string; host: string }) => {
        expect(more).toEqual({});
        const attribute = attributes[host];
        const isPrimary = (password: string) => (host === "hidden" ? undefined : password === "old");
        return attribute && ({ account: { user, host }, plugin, attribute, isPrimary } as unknown as AccountCredential);
      },
    }) as unknown as DatabaseSession;
  const hostsOf = (found: readonly AccountCredential[]) => found.map(({ account }) => account.host);
  const secret = { name: "shop", arn: ARN };

  it("with a password are those that take one, and have it as their first", async () => {
    const accounts = [listed("%"), listed("hidden"), listed("gone"), listed("locked", { isLocked: true })];
    const server = session([...accounts, listed("iam", { plugin: "AWSAuthenticationPlugin" })], {
      ...{ "%": {}, hidden: {}, locked: {}, iam: {} },
    });
    expect(hostsOf(await accountsWithPassword(server, "app", "old"))).toEqual(["%"]);
    expect(hostsOf(await accountsWithPassword(server, "app", "new"))).toEqual([]);
    expect(hostsOf(await accountsWithPassword(server, "other", "old"))).toEqual([]);
  });

  it("with the mark are the secret's, or the refusal says why there is none", async () => {
    const both = session([listed("%"), listed("10.%")], { "%": {}, "10.%": MARK });
    expect(hostsOf(await accountsWithMark(both, "app", secret))).toEqual(["10.%"]);
    const none = session([listed("%")], { "%": {} });
    await expect(accountsWithMark(none, "app", secret)).rejects.toMatchObject({ code: "account_not_ours" });
    await expect(accountsWithMark(none, "other", secret)).rejects.toMatchObject({
      code: "account_not_found",
      parts: {
        problem: "there is no account of the user 'other'",
        remedy: 'make the account with the password in AWSCURRENT (or provision it again), or correct "username"',
      },
    });
  });
});
