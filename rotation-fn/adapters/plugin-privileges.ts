import type { Cells } from "./mysql-driver";

type Query = (sql: string, values: readonly string[]) => Promise<readonly Cells[]>;

/**
 * The dynamic privileges that a plugin or component brings along, and what its name has in it.
 * https://dev.mysql.com/doc/refman/8.4/en/privileges-provided.html#privileges-provided-dynamic
 */
const BROUGHT_BY: Readonly<Record<string, RegExp>> = {
  FIREWALL_ADMIN: /firewall/i,
  FIREWALL_USER: /firewall/i,
  MASKING_DICTIONARIES_ADMIN: /masking/i,
  NDB_STORED_USER: /^ndb/i,
  SKIP_QUERY_REWRITE: /rewriter/i,
  TP_CONNECTION_ADMIN: /thread_pool/i,
  VERSION_TOKEN_ADMIN: /version_token/i,
};

const INSTALLED =
  "SELECT PLUGIN_NAME FROM information_schema.PLUGINS WHERE PLUGIN_STATUS = 'ACTIVE' " +
  "UNION ALL SELECT component_urn FROM mysql.component";

/**
 * Those of the dynamic privileges whose plugin or component is not installed. A server that starts registers each privilege that it finds in
 * `mysql.global_grants`, so SHOW PRIVILEGES lists one of a plugin that is long gone (measured, 9.7.4). Where the list of components may not
 * be read, none is taken for that. Sends nothing where no privilege is of this kind.
 */
export async function withoutPlugin(privileges: readonly string[], query: Query): Promise<readonly string[]> {
  const ofPlugins = privileges.filter((privilege) => privilege in BROUGHT_BY);
  if (ofPlugins.length === 0) return [];
  const rows = await query(INSTALLED, []).catch(() => undefined);
  if (rows === undefined) return [];
  return ofPlugins.filter((privilege) => !rows.some(([name]) => BROUGHT_BY[privilege]?.test(name ?? "")));
}
