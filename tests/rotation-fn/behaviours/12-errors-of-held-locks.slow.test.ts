import { setTimeout as sleep } from "node:timers/promises";
import { type FailingStep, failingStep } from "../../support/failing-step";
import { onMariadb } from "../../support/mysql";
import type { Verdict } from "../../support/mysql-relay";
import { describeOwnServer, type OwnMysql } from "../../support/own-mysql";
import { startRelayedWorld } from "../../support/relayed-world";
import type { RotationWorld } from "../../support/rotation-world";

const HOLDS: readonly (readonly [string, string, string])[] = onMariadb()
  ? [
      ["FLUSH TABLES WITH READ LOCK", "FLUSH TABLES WITH READ LOCK", "UNLOCK TABLES"],
      ["a backup that blocks DDL", "BACKUP STAGE START; BACKUP STAGE BLOCK_COMMIT", "BACKUP STAGE END"],
    ]
  : [
      ["FLUSH TABLES WITH READ LOCK", "FLUSH TABLES WITH READ LOCK", "UNLOCK TABLES"],
      ["LOCK INSTANCE FOR BACKUP", "LOCK INSTANCE FOR BACKUP", "UNLOCK INSTANCE"],
      ["LOCK TABLES of the accounts", "LOCK TABLES mysql.user READ", "UNLOCK TABLES"],
    ];

describeOwnServer("12. errors say that somebody holds a lock", () => {
  let mysql: OwnMysql;
  let world: RotationWorld;
  let onStatement: (sql: string) => Verdict | Promise<Verdict> = (sql) => ({ sql });
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ mysql, world, close } = await startRelayedWorld((sql) => onStatement(sql)));
  });
  afterAll(() => close());
  afterEach(() => {
    onStatement = (sql) => ({ sql });
  });

  const heal = async ({ secret, token }: FailingStep): Promise<void> => {
    for (const one of ["setSecret", "testSecret", "finishSecret"] as const) await secret.step(one, token);
  };

  it.each(HOLDS)(
    "%s: answered before the statement's time is over, nothing queued, the next attempt is clean",
    async (_, hold, release) => {
      const step = await failingStep(world, mysql);
      for (const statement of hold.split("; ")) await mysql.run(statement);
      try {
        const found = await step.setSecret();
        expect(found).toMatchObject({ code: "database_locked", effect: "none", command: undefined });
        expect(found.message).toMatch(/found: (?:1205 |1969: ).*what to do: another session holds a lock .*backup/);
        expect(found.message).not.toMatch(/security group|host and port/);
        const queued = await mysql.run("SHOW FULL PROCESSLIST");
        expect(queued.filter(({ Info }) => /IDENTIFIED|GRANT|CREATE USER/.test(String(Info)))).toEqual([]);
      } finally {
        await mysql.run(release);
      }
      await heal(step);
    },
  );

  it("a statement that is not answered in its time, after a login that worked, is not called a network error", async () => {
    const step = await failingStep(world, mysql);
    onStatement = async (sql) => {
      if (/^(?:ALTER|CREATE) USER/.test(sql)) await sleep(11_000);
      return { sql };
    };
    const found = await step.setSecret({ getRemainingTimeInMillis: () => 300_000 });
    expect(found).toMatchObject({ code: "statement_timed_out", effect: "unknown", command: undefined });
    expect(found.message).toContain("the login worked");
    onStatement = (sql) => ({ sql });
    await sleep(1_500);
    await heal(step);
  });

  it("waits for the lock of another invocation for as long as it says, and longer than one statement may take", async () => {
    const step = await failingStep(world, mysql);
    const [row] = await mysql.run(`SELECT GET_LOCK('rotation-fn/${step.username}', 0) AS got`);
    expect(row).toMatchObject({ got: 1 });
    try {
      expect(await step.setSecret()).toMatchObject({ code: "rotation_in_progress", effect: "none" });
    } finally {
      await mysql.run(`DO RELEASE_LOCK('rotation-fn/${step.username}')`);
    }
    await heal(step);
  });
});
