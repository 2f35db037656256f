import { randomUUID } from "node:crypto";
import { PutSecretValueCommand, UpdateSecretVersionStageCommand } from "@aws-sdk/client-secrets-manager";
import type { ManualUser } from "../../support/manual-user";
import { onMariadb } from "../../support/mysql";
import type { RotationWorld } from "../../support/rotation-world";

/**
 * One rotation as AWS's function for alternating users does it, by what is documented and measured of it: the alternate account is
 * made at `%` with the pending password at once, each row of SHOW GRANTS is sent again for it up to its " TO ", the TLS rule is
 * copied, the password is set; there is no mark and no look at what was done. Then the labels move. Its function for MariaDB makes the
 * account and sets the password with each of the grants.
 */
export async function rotateAsAwsDoes(
  world: RotationWorld,
  made: ManualUser,
  until: "setSecret" | "finishSecret" = "finishSecret",
): Promise<string> {
  const { client } = world;
  const token = await made.secret.begin();
  const current = await made.secret.value();
  const username = current.username.endsWith("_clone") ? current.username.slice(0, -6) : `${current.username}_clone`;
  const password = `Aws-${randomUUID()}`;
  await client.send(
    new PutSecretValueCommand({
      SecretId: made.secret.arn,
      ClientRequestToken: token,
      SecretString: JSON.stringify({ ...current, username, password }),
      VersionStages: ["AWSPENDING"],
    }),
  );
  const [there = []] = await made.sql(`SELECT User FROM mysql.user WHERE User = '${username}'`);
  if (there.length === 0 && !onMariadb()) await made.sql(`CREATE USER '${username}' IDENTIFIED BY '${password}'`);
  const withPassword = onMariadb() ? ` IDENTIFIED BY '${password}'` : "";
  const [grants = []] = await made.sql(`SHOW GRANTS FOR '${current.username}'`);
  const [rule = []] = await made.sql(`SELECT ssl_type FROM mysql.user WHERE User = '${current.username}'`);
  await made.sql(
    ...grants.map((row) => `${row.slice(0, row.lastIndexOf(" TO "))} TO '${username}'${withPassword}`),
    `ALTER USER '${username}' REQUIRE ${rule[0] === "ANY" ? "SSL" : "NONE"}`,
    ...(onMariadb() ? [] : [`SET PASSWORD FOR '${username}' = '${password}'`]),
  );
  if (until === "setSecret") return token;
  const from = Object.entries(await made.secret.labels()).find(([, labels]) => labels.includes("AWSCURRENT"))?.[0];
  await client.send(
    new UpdateSecretVersionStageCommand({
      SecretId: made.secret.arn,
      VersionStage: "AWSCURRENT",
      MoveToVersionId: token,
      ...(from === undefined ? {} : { RemoveFromVersionId: from }),
    }),
  );
  return token;
}
