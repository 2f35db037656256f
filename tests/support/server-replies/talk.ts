import { mysqlDatabase } from "../../../rotation-fn/adapters/mysql-database";
import type { Deadline } from "../../../rotation-fn/ports/clock";
import { noUsage } from "../../../rotation-fn/ports/usage";
import { SENTINELS } from "../bad-input/sentinels";

/** What the function's adapter asks of a server in one session: a login, what rotations and audits read, and a new password. */
export async function talk(port: number, username: string, deadline: Deadline): Promise<readonly unknown[]> {
  const [password, next] = SENTINELS;
  const database = mysqlDatabase([], noUsage(), deadline);
  const answer = await database.login({ host: "127.0.0.1", port, username, password, transport: "plaintext" });
  if (answer.kind !== "accepted") return [answer.error];
  const { session } = answer;
  const errors: unknown[] = [];
  const account = { user: username, host: "%" };
  const parts = [
    () => session.readAccount(account),
    () => session.readCredential(account),
    () => session.accountsNamed([username, `${username}_clone`]),
    () => session.hostsOf(username),
    () => session.databaseScope("shop_1"),
    () => session.apply({ kind: "change-password", account, password: next, second: "kept" }),
  ];
  for (const part of parts) await part().catch((error: unknown) => errors.push(error));
  await session.close();
  return errors;
}
