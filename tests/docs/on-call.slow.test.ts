import { readFileSync } from "node:fs";
import path from "node:path";
import { DeleteSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { DRILL_SITUATIONS } from "../../ops/drill/situations";
import { logsIn, pendingOf } from "../support/ops-accidents";
import { type Deployed, type OpsWorld, opsWorld } from "../support/ops-world";
import { asRoot } from "../support/rotation-world";

jest.setTimeout(180_000);

const PAGE = readFileSync(path.join(__dirname, "..", "..", "docs", "runbook.md"), "utf8");

/** The commands that the runbook's table prints for a situation, in their order. */
function commandsFor(situation: string): readonly string[] {
  const row = PAGE.split("\n").find((line) => line.startsWith(`| ${situation} |`));
  if (row === undefined) throw new Error(`docs/runbook.md has no row for "${situation}"`);
  return [...row.matchAll(/`([^`]+)`/g)].map(([, command = ""]) => command);
}

/** What RDS does on RotateMasterUserPassword: a new password in the database and in the secret. */
async function rotateAdmin({ adminUser: username, adminArn: SecretId, secret }: Deployed): Promise<void> {
  const password = "made-by-Rds-1";
  await asRoot(`ALTER USER '${username}' IDENTIFIED BY '${password}'`);
  const SecretString = JSON.stringify({ username, password });
  await secret.client.send(new PutSecretValueCommand({ SecretId, SecretString }));
}

async function type(one: Deployed, command: string): Promise<void> {
  const [, name = "", ...options] = /^npm run ops -- (\S+) <environment> <secret>(?: (.*))?$/.exec(command) ?? [];
  if (name === "") {
    expect(command).toMatch(/^aws rds modify-db-instance .* --rotate-master-user-password --apply-immediately$/);
    return rotateAdmin(one);
  }
  const { exitCode, out, err } = await one.ops(name, ...options.filter((word) => word !== undefined), "--yes");
  if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode}:\n${out}\n${err}`);
}

describe("the first commands of docs/runbook.md", () => {
  let ops: OpsWorld;
  beforeAll(async () => {
    ops = await opsWorld();
  });
  afterAll(() => ops.close());

  const trials = DRILL_SITUATIONS.flatMap((one) => one.strategies.map((strategy) => ({ ...one, strategy })));

  it.each(trials)("$row ($strategy): cured in at most two commands", async ({ row, strategy, make }) => {
    const one = await ops.deployed(strategy, 2);
    await make(await one.drillWorld());
    // A drill that breaks nothing would be healed by anything.
    expect((await one.ops("verify")).exitCode).toBe(1);
    const commands = commandsFor(row);
    const startedAt = performance.now();
    for (const command of commands) await type(one, command);
    const seconds = (performance.now() - startedAt) / 1_000;
    process.stderr.write(`on call: ${row} (${strategy}): ${commands.length} commands, ${seconds.toFixed(1)} s\n`);
    expect(commands.length).toBeLessThanOrEqual(2);
    expect(seconds).toBeLessThan(180);
    expect(await logsIn(one)).toBe(true);
    expect(await pendingOf(one)).toBeUndefined();
    const { exitCode, out } = await one.ops("verify");
    expect({ exitCode, out }).toMatchObject({ exitCode: 0 });
  });

  it("an environment that is deployed again after a destroy gets its name back with one command, and deploys with the next", async () => {
    const one = await ops.deployed("alternating-users", 1);
    const client = one.secret.client;
    await client.send(new DeleteSecretCommand({ SecretId: one.secret.arn }));
    const [purge = "", deploy] = commandsFor('a deployment after a destroy stops at "already scheduled for deletion"');
    expect((await one.ops("restore-name", "--purge", "--yes")).err).toContain("the only password of a live account");
    one.destroyDatabase();
    await type(one, purge);
    expect(await one.aws.secrets.describe(one.secret.name)).toBeUndefined();
    expect(deploy).toBe("npm run deploy -- '<environment>-*'");
  });
});
