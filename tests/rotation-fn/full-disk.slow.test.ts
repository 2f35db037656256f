import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../local/mysql/connection";
import { STEPS } from "../../rotation-fn/ports/rotation-steps";
import { STRATEGY_NAMES } from "../../rotation-fn/settings";
import { type AppSecret, type RotationWorld, rotationWorld } from "../support/rotation-world";
import { skippedWithout } from "../support/skipped-because";
import { startMysqlOnSmallDisk, whyNoSmallDisk } from "./small-disk-mysql";

/** MySQL looks for space once a minute. https://dev.mysql.com/doc/refman/8.4/en/full-disk.html */
const MAX_MS = 240_000;

const describeSmallDisk = skippedWithout(whyNoSmallDisk(), describe);

describeSmallDisk("rotations on a server whose disk is full", () => {
  let server: Awaited<ReturnType<typeof startMysqlOnSmallDisk>>;
  let world: RotationWorld;
  beforeAll(async () => {
    server = await startMysqlOnSmallDisk();
    world = await rotationWorld({}, { mysql: server.mysql });
  }, 60_000);
  afterAll(async () => {
    server.empty();
    await world.close();
    await server.mysql.stop();
  });

  it(
    "fail or wait, no credential is refused, and they end when there is space again",
    async () => {
      const rotations: { readonly strategy: string; readonly secret: AppSecret; readonly token: string }[] = [];
      for (const strategy of STRATEGY_NAMES) {
        const secret = await world.provisioned({ tags: [{ Key: "rotation:strategy", Value: strategy }] });
        await secret.rotate();
        rotations.push({ strategy, secret, token: await secret.begin() });
      }
      const root = await connect(server.mysql, server.mysql.root);
      await root.query("CREATE DATABASE filled");
      await root.query("CREATE TABLE filled.counts (count INT)");
      await root.query("INSERT INTO filled.counts VALUES (0)");
      server.fill();
      const writing = (async () => {
        for (let count = 0; count < 1_000; count++) await root.query("UPDATE filled.counts SET count = count + 1");
      })();
      // Fills the last page of the binary log, too, which then has no room for what any other session commits.
      expect(await Promise.race([writing.then(() => "commits"), sleep(5_000).then(() => "waits")])).toBe("waits");

      const outcomes = await Promise.all(rotations.map(({ secret, token }) => codesOf(secret, token)));
      for (const [index, codes] of outcomes.entries()) {
        process.stderr.write(`full disk, ${rotations[index]?.strategy}: ${codes.join(", ")}\n`);
        expect(codes).not.toEqual([]);
        for (const code of codes) expect(UNANSWERED).toContain(code);
      }
      server.empty();
      await writing;
      root.destroy();
      const endAt = Date.now() + MAX_MS / 2;
      for (const { secret, token } of rotations) {
        while (!(await logsIn(secret)) && Date.now() < endAt) await sleep(1_000);
        for (const step of STEPS) await secret.step(step, token);
        expect((await secret.labels())[token]).toContain("AWSCURRENT");
        expect(await logsIn(secret)).toBe(true);
      }
    },
    MAX_MS,
  );

  /** What the steps before finishSecret are answered. */
  async function codesOf(secret: AppSecret, token: string): Promise<string[]> {
    const codes: string[] = [];
    for (const step of STEPS.slice(0, 3))
      await secret.step(step, token).catch((error: { code?: string }) => codes.push(error.code ?? String(error)));
    return codes;
  }

  /** A refused credential is an error of the test; no answer is not. */
  async function logsIn(secret: AppSecret): Promise<boolean> {
    const { username, password } = await secret.value();
    try {
      (await connect(server.mysql, { username, password })).destroy();
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === "ER_ACCESS_DENIED_ERROR") throw error;
      return false;
    }
  }
});

/** The server did not answer, or said that it has no space. */
const UNANSWERED = ["network_unreachable", "statement_timed_out", "server_unavailable", "deadline_exceeded"];
