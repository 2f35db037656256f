import { jsonLog } from "../../../rotation-fn/adapters/json-log";
import { mysqlDatabase } from "../../../rotation-fn/adapters/mysql-database";
import { secretsManagerStore } from "../../../rotation-fn/adapters/secrets-manager";
import { noUsage } from "../../../rotation-fn/ports/usage";
import { readSettings, STRATEGY_NAMES, type StrategyName } from "../../../rotation-fn/settings";
import { checkVersion } from "../../../rotation-fn/steps/rotation";
import type { TestedVersions } from "../../../rotation-fn/steps/tested-versions";
import { type Subject, sweep } from "../../support/abort-sweep";
import {
  type BrokenRotation,
  EVERYTHING_TESTED,
  passwordFirst,
  rollbackRemovesPending,
  sqlFirst,
} from "../../support/broken-rotations";
import { FaultyPorts } from "../../support/faulty-ports";
import { type ManualUser, manualUser } from "../../support/manual-user";
import { onMariadb, testMysql } from "../../support/mysql";
import { asRoot, grantsOf, logIn, type RotationWorld, rotationWorld, uniqueNames } from "../../support/rotation-world";

const SWEEP_MS = 600_000;

describe("8. Safe at every crash point", () => {
  const ports = new FaultyPorts();
  let world: RotationWorld;
  beforeAll(async () => {
    const options = {
      sleep: async () => undefined,
      aroundSecrets: ports.secrets.bind(ports),
      aroundDatabase: ports.database.bind(ports),
    };
    world = await rotationWorld({}, options);
  });
  afterAll(() => world.close());

  /** A user whose copy takes a change of every kind. */
  const madeFor = (strategy: StrategyName): Promise<ManualUser> =>
    manualUser(world, {
      tags: [{ Key: "rotation:strategy", Value: strategy }],
      clauses: `REQUIRE SSL WITH MAX_USER_CONNECTIONS 50 ${onMariadb() ? "" : `ATTRIBUTE '{"team": "shop"}'`}`,
      statements: ({ account, dbname }) => [
        `CREATE ROLE ${dbname}_role`,
        `GRANT ${dbname}_role TO ${account}`,
        `SET DEFAULT ROLE ${dbname}_role TO ${account}`,
        `GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${account}`,
      ],
    });
  const subjectOf = (made: ManualUser): Subject => ({ made, step: (step, token) => made.secret.step(step, token) });

  it(
    "alternating-users: the first rotation completes with its token, wherever it is broken off",
    async () => {
      const report = await sweep(async () => subjectOf(await madeFor("alternating-users")), ports);
      expect(report.violations).toEqual([]);
      expect(report.runs).toBeGreaterThan(35);
    },
    SWEEP_MS,
  );

  it.each(STRATEGY_NAMES)(
    "%s: a later rotation completes with its token, wherever it is broken off",
    async (strategy) => {
      const made = await madeFor(strategy);
      ports.disarm();
      await made.secret.rotate();
      let changes = 0;
      const report = await sweep(
        async () => {
          // So that there is something to be given or taken away before the password, in every run.
          const { username } = await made.secret.value();
          const change = changes++ % 2 === 0 ? "GRANT DELETE ON" : "REVOKE DELETE ON";
          const direction = change.startsWith("GRANT") ? "TO" : "FROM";
          await made.sql(`${change} ${made.dbname}.* ${direction} \`${username}\`@'%'`);
          return subjectOf(made);
        },
        ports,
        { onePassword: onMariadb() && strategy === "single-user" },
      );
      expect(report.violations).toEqual([]);
      expect(report.runs).toBeGreaterThan(strategy === "alternating-users" ? 25 : 15);
    },
    SWEEP_MS,
  );

  describe("provision", () => {
    const { engine, host, port } = testMysql();
    const begun = async () => {
      const secret = await world.secretWith(undefined);
      const names = uniqueNames();
      const target = { secretId: secret.arn, adminSecretId: world.adminArn, engine, host, port };
      return {
        secret,
        event: { action: "provision", privileges: ["SELECT", "INSERT"], userHost: "%", ...names, ...target },
      };
    };
    type Begun = Awaited<ReturnType<typeof begun>>;

    /** What must hold right after a fault, and once the call has been made again. */
    const check = async ({ secret, event }: Begun, complete: boolean): Promise<string[]> => {
      const found: string[] = [];
      const value = await secret.value().catch(() => undefined);
      const [accounts = []] = await asRoot(`SELECT User FROM mysql.user WHERE User = '${event.username}'`);
      if (value === undefined && accounts.length > 0) found.push("an account whose password is stored nowhere");
      const works =
        value !== undefined &&
        (await logIn({ ...value, dbname: "information_schema" }).then(
          () => true,
          () => false,
        ));
      const grants = accounts.length === 0 ? [] : await grantsOf(event.username);
      const whole = grants.join().includes("GRANT SELECT, INSERT ON");
      if (works && !whole) found.push(`a usable user without its rights: ${grants.join("; ")}`);
      if (complete && !(works && whole)) found.push("not provisioned in the end");
      if (Object.keys(await secret.labels()).length > 1) found.push("more than one version");
      return found;
    };

    it(
      "completes when it is called again, wherever it is broken off, and no account is usable without its rights",
      async () => {
        const undisturbed = await begun();
        ports.disarm();
        await world.handler(undisturbed.event);
        const { calls } = ports;
        const violations: string[] = [];
        for (const kind of ["crash", "lost-reply"] as const) {
          for (const [index, name] of calls.entries()) {
            const one = await begun();
            ports.arm(kind, index + 1);
            const failed = await world.handler(one.event).then(
              () => false,
              () => true,
            );
            ports.disarm();
            const found = failed ? await check(one, false) : [];
            await world.handler(one.event);
            found.push(...(await check(one, true)));
            violations.push(...found.map((text) => `${kind} at ${name}: ${text}`));
          }
        }
        expect(violations).toEqual([]);
        expect(calls.length).toBeGreaterThan(12);
      },
      SWEEP_MS,
    );
  });

  /** The sweep is worth something only if it finds what is there to find. */
  describe("has teeth", () => {
    const brokenBy = (steps: BrokenRotation, made: ManualUser): Subject => {
      const database = mysqlDatabase([testMysql().caPem], noUsage(), { remainingMs: () => 60_000 });
      const store = secretsManagerStore(world.client, noUsage(), { remainingMs: () => 60_000 });
      const secrets = ports.secrets(store);
      return {
        made,
        async step(step, token) {
          const secret = await secrets.describe(made.secret.arn);
          if (checkVersion(secret, token) === "already-current") return;
          await steps[step]({
            secret,
            secrets,
            token,
            rotationToken: undefined,
            tested: EVERYTHING_TESTED as TestedVersions,
            database: ports.database(database),
            settings: readSettings({}),
            log: jsonLog("error", {}, () => undefined),
            clock: { now: () => Date.now(), sleep: async () => undefined },
          });
        },
      };
    };

    const BROKEN = [
      [
        "rights after the password, and a retry that stops where the password works",
        passwordFirst,
        "alternating-users",
        "crash",
        /usable pending user without its rights|AWSCURRENT has lost rights/,
      ],
      ["the database before the secret", sqlFirst, "admin-rotated", "crash", /AWSPREVIOUS is refused/],
      [
        "a pending version that is thrown away when the test fails",
        rollbackRemovesPending,
        "admin-rotated",
        "false-no",
        /does not complete/,
      ],
    ] as const;

    // The second keeps the old password by RETAIN, which MariaDB does not have.
    it.each(BROKEN.filter(([name]) => !onMariadb() || name !== "the database before the secret"))(
      "rejects %s",
      async (_, steps, strategy, kind, message) => {
        const report = await sweep(async () => brokenBy(steps, await madeFor(strategy)), ports, {
          kinds: [kind],
          stopAtFirst: true,
        });
        expect(report.violations.filter((text) => text.startsWith("undisturbed"))).toEqual([]);
        expect(report.violations.join("\n")).toMatch(message);
      },
      SWEEP_MS,
    );
  });
});
