import { accountName, type ListedAccount } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { ServerFeatures } from "../ports/server";
import { letsIn } from "../strategies/further-accounts";
import type { Deviation } from "./audit-findings";

/** In MySQL to 8.4, and not in 9. https://dev.mysql.com/doc/relnotes/mysql/9.0/en/news-9-0-0.html */
const ENDING = "mysql_native_password";

/** Finds accounts of the users whose plugin the next series of the server does not have: after the upgrade every login to them fails. */
export async function auditPlugins(session: DatabaseSession, users: readonly string[]): Promise<readonly Deviation[]> {
  return endingPlugins(await session.accountsNamed(users), session.identity.server);
}

export function endingPlugins(
  accounts: readonly ListedAccount[],
  { flavour }: Pick<ServerFeatures, "flavour">,
): readonly Deviation[] {
  if (flavour !== "mysql") return [];
  const names = accounts.filter((one) => letsIn(one) && one.plugin === ENDING).map(accountName);
  if (names.length === 0) return [];
  const [first] = names;
  return [
    {
      problem:
        `${names.join(", ")} ${names.length === 1 ? "logs" : "log"} in by ${ENDING}, which MySQL 9 does not have: before the upgrade, as the admin, ` +
        `ALTER USER ${first} IDENTIFIED WITH caching_sha2_password BY '<its password in the secret>' (docs/database.md)`,
      count: names.length,
    },
  ];
}
