import type { StrategyName } from "../../rotation-fn/settings";
import { type EmptySecret, emptySecret } from "./empty-secret";
import type { FaultyPorts } from "./faulty-ports";
import { connectAs } from "./mysql";
import { type AppValue, asRoot, logIn, type RotationWorld } from "./rotation-world";

/** A provisioned secret that has rotated once, and whose current user has a right that was given by hand. */
export async function rotatedSecret(world: RotationWorld, strategy: StrategyName): Promise<EmptySecret> {
  const empty = await emptySecret(world, strategy);
  await empty.provision();
  await empty.secret.rotate();
  const { username } = await empty.secret.value();
  await asRoot(
    `CREATE DATABASE ${empty.event.dbname}_other`,
    `CREATE TABLE ${empty.event.dbname}_other.t (a INT)`,
    `GRANT SELECT ON ${empty.event.dbname}_other.* TO \`${username}\`@'%'`,
  );
  return empty;
}

/** The narrower `userHost` takes over all clients of these tests. */
export const narrow = (empty: EmptySecret): Promise<unknown> => empty.provision({ userHost: "127.%" });

/** Logs in as an application does, uses the right that was given by hand, and returns the account that let it in. */
export async function use({ event }: EmptySecret, value: AppValue): Promise<string> {
  await logIn(value);
  const connection = await connectAs({ username: value.username, password: value.password });
  try {
    await connection.query(`SELECT * FROM ${event.dbname}_other.t`);
    const [rows] = await connection.query("SELECT CURRENT_USER() AS account");
    return String((rows as { account: string }[])[0]?.account);
  } finally {
    await connection.end();
  }
}

/** Interrupts the change of `userHost` before its call `at`: AWSCURRENT works as before, and a repetition completes it. */
export async function interruptNarrowing(
  world: RotationWorld,
  ports: FaultyPorts,
  strategy: StrategyName,
  at: number,
): Promise<void> {
  ports.disarm();
  const empty = await rotatedSecret(world, strategy);
  ports.arm("crash", at);
  await expect(narrow(empty)).rejects.toThrow();
  ports.disarm();
  await use(empty, await empty.secret.value());
  if (strategy === "admin-rotated") await logIn(await empty.secret.value("AWSPREVIOUS"));
  await narrow(empty);
  const current = await empty.secret.value();
  expect(await use(empty, current)).toBe(`${current.username}@127.%`);
  const [rows = []] = await asRoot(`SELECT Host FROM mysql.user WHERE User = '${current.username}' ORDER BY Host`);
  expect(rows.map((row) => row.Host)).toEqual(["%", "127.%"]);
}
