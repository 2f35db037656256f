import { readFileSync } from "node:fs";
import path from "node:path";
import { DeleteSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { STRATEGY_NAMES, type StrategyName } from "../../rotation-fn/settings";
import { accountOf, changedByHand, logsIn, moveCurrent, pendingOf, versionOf } from "../support/ops-accidents";
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

interface Situation {
  readonly called: string;
  readonly strategies: readonly StrategyName[];
  readonly make: (one: Deployed, ops: OpsWorld) => Promise<unknown>;
}

const SITUATIONS: readonly Situation[] = [
  { called: "a password was changed by hand", strategies: STRATEGY_NAMES, make: changedByHand },
  {
    called: "the idle user of a pair was dropped",
    strategies: ["alternating-users"],
    make: async (one) => asRoot(`DROP USER ${await accountOf(one, "AWSPREVIOUS")}`),
  },
  {
    called: "a rotation is stuck after an outage",
    strategies: STRATEGY_NAMES,
    make: async (one) => {
      const account = await accountOf(one);
      await asRoot(`ALTER USER ${account} ACCOUNT LOCK`);
      await one.ops("rotate", "--yes", "--timeout", "5");
      await asRoot(`ALTER USER ${account} ACCOUNT UNLOCK`);
      expect(await pendingOf(one)).toBeDefined();
    },
  },
  {
    called: "a label was moved by hand",
    strategies: STRATEGY_NAMES,
    make: async (one) => {
      const oldest = await versionOf(one, "AWSPREVIOUS");
      await one.ops("rotate", "--yes");
      await moveCurrent(one, oldest);
    },
  },
  {
    called: "the admin secret is wrong",
    strategies: ["alternating-users", "admin-rotated"],
    make: async (one) => {
      await asRoot(`ALTER USER '${one.adminUser}' IDENTIFIED BY 'by-Hand-1'`);
      expect((await one.ops("rotate", "--yes")).out).toContain("admin_login_refused");
    },
  },
  {
    called: "the privileges of a user were changed by hand",
    strategies: ["alternating-users"],
    make: async (one) => {
      const { dbname } = await one.value();
      await asRoot(`GRANT DELETE ON \`${dbname}\`.* TO ${await accountOf(one, "AWSPREVIOUS")}`);
      expect((await one.ops("verify")).exitCode).toBe(1);
    },
  },
  {
    called: "a secret was deleted, and its database still exists",
    strategies: ["alternating-users"],
    make: async ({ secret }) => secret.client.send(new DeleteSecretCommand({ SecretId: secret.arn })),
  },
];

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

  const trials = SITUATIONS.flatMap((one) => one.strategies.map((strategy) => ({ ...one, strategy })));

  it.each(trials)("$called ($strategy): cured in at most two commands", async ({ called, strategy, make }) => {
    const one = await ops.deployed(strategy, 2);
    await make(one, ops);
    const commands = commandsFor(called);
    const startedAt = performance.now();
    for (const command of commands) await type(one, command);
    const seconds = (performance.now() - startedAt) / 1_000;
    process.stderr.write(`on call: ${called} (${strategy}): ${commands.length} commands, ${seconds.toFixed(1)} s\n`);
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
