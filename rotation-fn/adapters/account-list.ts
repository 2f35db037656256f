import { type Account, accountName, type ListedAccount, type StoredPassword } from "../ports/account";
import type { Dialect } from "./dialect";
import type { Cells } from "./mysql-driver";
import { isStoredPassword } from "./stored-password";

type Query = (sql: string, what: string, values: readonly string[]) => Promise<readonly Cells[]>;

/** All accounts with one of these user names, and what the server's list tells of them. */
export async function listAccounts(
  query: Query,
  { accountList }: Dialect,
  users: readonly string[],
): Promise<readonly ListedAccount[]> {
  const rows = await query(
    `${accountList} AND User IN (${users.map(() => "?").join(", ")})`,
    `looking for accounts named ${users.map((user) => `'${user}'`).join(", ")}`,
    users,
  );
  return rows.map(([user, host, second, locked, plugin]) => ({
    user: user ?? "",
    host: host ?? "",
    hasSecondPassword: second === "1",
    isLocked: locked === "1",
    plugin: plugin ?? "",
  }));
}

/** What the server keeps of an account's second password. */
export async function secondPasswordOf(
  query: Query,
  { secondPassword }: Dialect,
  account: Account,
): Promise<StoredPassword | undefined> {
  const what = `reading the second password of ${accountName(account)}`;
  const [row] = await query(secondPassword, what, [account.user, account.host]);
  const hash = row?.[0];
  if (hash === undefined || hash === null) return undefined;
  return { is: (password) => isStoredPassword(Buffer.from(hash), password) };
}
