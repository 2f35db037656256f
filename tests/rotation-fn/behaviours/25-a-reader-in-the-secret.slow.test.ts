import { connect } from "../../../local/mysql/connection";
import { type ManualUser, type ManualUserOptions, manualUser } from "../../support/manual-user";
import { onMariadb } from "../../support/mysql";
import { adminSecret } from "../../support/own-admin";
import { describeOwnServer, type OwnMysql } from "../../support/own-mysql";
import { type ReplicaPair, startReplicaPair } from "../../support/replica-pair";
import { type AppValue, type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { skippedBecause } from "../../support/skipped-because";

const STRATEGIES = ["alternating-users", "admin-rotated"] as const;
const AFTER_SET = ["testSecret", "finishSecret"] as const;

const describeReaders = skippedBecause(
  onMariadb() ? "a reader of MariaDB is refused, which the MariaDB tests show" : undefined,
  describeOwnServer,
);

describeReaders("25. A reader in the secret: writes go to the writer, the test waits for the reader", () => {
  let pair: ReplicaPair;
  let world: RotationWorld;
  beforeAll(async () => {
    pair = await startReplicaPair();
    world = await rotationWorld({}, { mysql: pair.writer, trusted: () => pair.caPem });
  }, 60_000);
  afterAll(async () => {
    await world?.close();
    await pair?.end();
  });
  let isDelayed = false;
  const delayed = async (seconds: number): Promise<void> => {
    isDelayed = seconds > 0;
    await pair.delayed(seconds);
  };
  // A test that failed leaves no delay to the next.
  afterEach(async () => {
    if (isDelayed) await delayed(0);
  });

  const made = async (strategy: (typeof STRATEGIES)[number], options: ManualUserOptions = {}): Promise<ManualUser> => {
    const tags = [{ Key: "rotation:strategy", Value: strategy }];
    const one = await manualUser(world, { mysql: pair.writer, value: pair.value, tags, ...options });
    await pair.caughtUp();
    world.logs();
    world.operations();
    return one;
  };
  const begun = async (one: ManualUser): Promise<string> => {
    const token = await one.secret.begin();
    await one.secret.step("createSecret", token);
    world.logs();
    return token;
  };
  const logInAt = async (server: OwnMysql, { username, password }: AppValue): Promise<void> =>
    (await connect(server, { username, password })).end();
  const worksAtBoth = async (value: AppValue): Promise<void> => {
    for (const server of [pair.reader, pair.writer]) await logInAt(server, value);
  };
  const sumOf = (lines: Record<string, unknown>[], field: string) =>
    lines.filter((line) => line.event === "step").reduce((sum, line) => sum + Number(line[field]), 0);
  const setSecret = (one: ManualUser, token: string, remainingMs: number) => {
    const endAt = Date.now() + remainingMs;
    const event = { Step: "setSecret", SecretId: one.secret.arn, ClientRequestToken: token };
    return world.handler(event, { getRemainingTimeInMillis: () => endAt - Date.now() });
  };

  it.each(STRATEGIES)(
    "%s: three rotations, 11 calls and 5 logins each, none failing, at both servers",
    async (strategy) => {
      const one = await made(strategy);
      for (let rotation = 1; rotation <= 3; rotation++) {
        await one.secret.rotate();
        const lines = world.logs();
        expect(["apiCalls", "logins", "failedLogins"].map((field) => sumOf(lines, field))).toEqual([11, 5, 0]);
        const [reader, writer] = [`localhost:${pair.reader.port}`, `127.0.0.1:${pair.writer.port}`];
        expect(lines).toContainEqual(expect.objectContaining({ event: "reader-caught-up", reader, writer }));
        for (const label of ["AWSCURRENT", "AWSPREVIOUS"]) await worksAtBoth(await one.secret.value(label));
      }
      expect(await one.secret.value()).toMatchObject(pair.value);
    },
  );

  it("the writer is the admin secret's host, where the value names none: a secret of AWS's function needs no change", async () => {
    const { writer, value } = pair;
    const masterarn = await adminSecret(world, { ...writer.admin, host: "127.0.0.1", port: String(writer.port) });
    const one = await made("alternating-users", { value: { host: "localhost", port: Number(value.port), masterarn } });
    await one.secret.rotate();
    expect(sumOf(world.logs(), "failedLogins")).toBe(0);
    await worksAtBoth(await one.secret.value());
  });

  it.each(STRATEGIES)(
    "%s: a reader that is a second behind is waited for, without a failed login",
    async (strategy) => {
      const one = await made(strategy);
      await delayed(1);
      const token = await begun(one);
      const startedAt = Date.now();
      await one.secret.step("setSecret", token);
      expect(Date.now() - startedAt).toBeGreaterThan(900);
      for (const step of AFTER_SET) await one.secret.step(step, token);
      expect(sumOf(world.logs(), "failedLogins")).toBe(0);
      await worksAtBoth(await one.secret.value());
    },
  );

  it.each(STRATEGIES)(
    "%s: a reader that is too far behind fails the step in time, AWSCURRENT works, and the step goes on later",
    async (strategy) => {
      const one = await made(strategy);
      await delayed(30);
      const token = await begun(one);
      const startedAt = Date.now();
      await expect(setSecret(one, token, 4_500)).rejects.toMatchObject({
        code: "replica_behind",
        effect: "applied",
        message: expect.stringMatching(
          /^the reader localhost:\d+ does not have the new password yet; .* continues from here/,
        ),
      });
      expect(Date.now() - startedAt).toBeLessThan(4_500);
      const [line] = world.logs().filter(({ outcome }) => outcome === "failed");
      expect(line).toMatchObject({ failedLogins: 0 });
      expect(line).not.toHaveProperty("needsHuman");
      await worksAtBoth(await one.secret.value());
      await delayed(0);
      for (const step of ["setSecret", ...AFTER_SET] as const) await one.secret.step(step, token);
      await worksAtBoth(await one.secret.value());
    },
  );

  it("a reader that applies nothing is told at once, with the statement that shows why", async () => {
    const one = await made("alternating-users");
    const token = await begun(one);
    await pair.reader.run("STOP REPLICA SQL_THREAD");
    const startedAt = Date.now();
    await expect(one.secret.step("setSecret", token)).rejects.toMatchObject({
      code: "replica_stopped",
      effect: "applied",
    });
    expect(Date.now() - startedAt).toBeLessThan(3_000);
    expect(world.logs()).toContainEqual(
      expect.objectContaining({
        outcome: "failed",
        needsHuman: true,
        command: expect.stringMatching(/^mysql --host=localhost --port=\d+ .*SHOW REPLICA STATUS"$/),
      }),
    );
    await worksAtBoth(await one.secret.value());
    await pair.reader.run("START REPLICA SQL_THREAD");
    for (const step of ["setSecret", ...AFTER_SET] as const) await one.secret.step(step, token);
  });

  it("an account that one failed login would lock survives, with every step executed twice", async () => {
    const clauses = "FAILED_LOGIN_ATTEMPTS 1 PASSWORD_LOCK_TIME UNBOUNDED";
    const one = await made("admin-rotated", { clauses });
    const token = await one.secret.begin();
    for (const step of ["createSecret", "setSecret", ...AFTER_SET] as const) {
      for (const _ of ["first", "again"]) await one.secret.step(step, token);
    }
    expect(sumOf(world.logs(), "failedLogins")).toBe(0);
    await worksAtBoth(await one.secret.value());
  });

  it("the audit compares the pair where it is changed", async () => {
    const one = await made("alternating-users");
    await one.secret.rotate();
    const audited = async () => {
      await world.handler({ action: "audit", secretIds: [one.secret.arn] });
      return world.logs().find((line) => line.event === "audit");
    };
    expect(await audited()).toMatchObject({ healthy: true, loginFails: false, grantDrift: 0 });
    await one.sql(`REVOKE SELECT ON ${one.dbname}.* FROM \`${one.username}\`@'%'`);
    expect(await audited()).toMatchObject({ healthy: false, loginFails: false, grantDrift: 1 });
  });
});
