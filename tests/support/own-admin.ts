import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { testMysql } from "./mysql";
import { asRoot, type RotationWorld, uniqueNames } from "./rotation-world";

export interface OwnAdmin {
  readonly username: string;
  readonly password: string;
}

/**
 * An admin with the rights of the one that all tests share, for a test that takes rights or a password away, or adds some. With
 * `role`, the rights come through a role of that suffix, which is not active after a login.
 */
export async function ownAdmin({ role }: { readonly role?: string } = {}): Promise<OwnAdmin> {
  const { username } = uniqueNames();
  const holder = role === undefined ? username : `${username}${role}`;
  const [rows = []] = await asRoot(`SHOW GRANTS FOR '${testMysql().admin.username}'@'%'`);
  const grants = rows
    .map((row) => String(Object.values(row)[0]))
    .filter((row) => !row.startsWith("GRANT `")) // the roles of other tests
    .map((row) => row.replace(/ IDENTIFIED BY PASSWORD '[^']*'/, "").replace(/`\w+`@`%`/, `\`${holder}\`@\`%\``));
  await asRoot(
    `CREATE USER ${username} IDENTIFIED BY 'first-Password-1'`,
    ...(role === undefined ? [] : [`CREATE ROLE ${holder}`]),
    ...grants,
    ...(role === undefined ? [] : [`GRANT ${holder} TO ${username} WITH ADMIN OPTION`]),
  );
  return { username, password: "first-Password-1" };
}

/** An admin secret with this value; its ARN. */
export async function adminSecret(world: RotationWorld, value: unknown): Promise<string> {
  const SecretString = typeof value === "string" ? value : JSON.stringify(value);
  const command = new CreateSecretCommand({ Name: `rds!db-${uniqueNames().username}`, SecretString });
  return (await world.client.send(command)).ARN ?? "";
}
