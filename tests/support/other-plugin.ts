import { onMariadb } from "./mysql";
import { asRoot } from "./rotation-world";

/**
 * Lets an account log in by a plugin that takes no password. On MySQL it is one that this server does not have, so it is written where
 * CREATE USER would write it: an account of RDS's IAM, or of a server that had the plugin before it was upgraded.
 */
export async function otherPlugin(
  username: string,
  host: string,
  plugin = onMariadb() ? "unix_socket" : "AWSAuthenticationPlugin",
  stored = "RDS",
): Promise<void> {
  const account = `\`${username}\`@'${host}'`;
  if (onMariadb()) return void (await asRoot(`ALTER USER ${account} IDENTIFIED VIA ${plugin} ACCOUNT UNLOCK`));
  await asRoot(
    `UPDATE mysql.user SET plugin = '${plugin}', authentication_string = '${stored}', account_locked = 'N' WHERE User = '${username}' AND Host = '${host}'`,
    "FLUSH PRIVILEGES",
  );
}
