import { RotationError } from "../errors";
import type { AccountChange, AccountDefinition } from "../ports/account";

/**
 * The error of a refused grant, with the privileges that the session's own account does not have. The server says only that it may not
 * give all of them (1044), and one missing of 19 is not found by looking: MariaDB's ALL PRIVILEGES holds DELETE HISTORY, which the admin of
 * RDS for MariaDB has not got (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.MasterAccounts.html).
 */
export async function withLacking(
  error: unknown,
  change: AccountChange,
  readOwn: () => Promise<AccountDefinition | undefined>,
): Promise<unknown> {
  const isRefusedGrant =
    error instanceof RotationError && error.code === "missing_privilege" && change.kind === "grant";
  if (!isRefusedGrant) return error;
  const own = await readOwn().catch(() => undefined);
  if (own === undefined) return error;
  const lacking = change.grants.flatMap((grant) => {
    if (grant.kind !== "privilege" || grant.column !== undefined) return [];
    const has = own.grants.some(
      (one) =>
        one.kind === "privilege" &&
        one.privilege === grant.privilege &&
        (one.scope === "*.*" || one.scope === grant.scope),
    );
    return has ? [] : [grant.privilege];
  });
  if (lacking.length === 0) return error;
  const found = `${error.parts.found ?? ""}; of these it has not got ${lacking.join(", ")} itself`;
  return error.with({ parts: { ...error.parts, found } });
}
