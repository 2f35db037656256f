import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { unpackFunction } from "../../../local/aws/function/unpack";
import { secretsManagerStore } from "../../../rotation-fn/adapters/secrets-manager";
import { packageRotationFunction } from "../../../rotation-fn/package";
import { noUsage } from "../../../rotation-fn/ports/usage";
import type { MysqlRelay, Verdict } from "../../support/mysql-relay";
import { describeOwnServer, type OwnMysql } from "../../support/own-mysql";
import { startRelayedWorld } from "../../support/relayed-world";
import type { AppSecret, RotationWorld } from "../../support/rotation-world";
import { blackHole, type SilentServer, silentServer } from "../../support/silent-server";
import { temporaryFolder } from "../../support/temporary-folder";

describeOwnServer("13. fast, bounded failure", () => {
  let mysql: OwnMysql;
  let relay: MysqlRelay;
  let world: RotationWorld;
  let onStatement: (sql: string) => Verdict | Promise<Verdict> = (sql) => ({ sql });
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ mysql, relay, world, close } = await startRelayedWorld((sql) => onStatement(sql)));
  });
  afterAll(() => close());
  afterEach(() => {
    onStatement = (sql) => ({ sql });
  });

  const pending = async (): Promise<{ secret: AppSecret; token: string }> => {
    const secret = await world.provisioned();
    const token = await secret.begin();
    await secret.step("createSecret", token);
    world.logs();
    return { secret, token };
  };
  /** setSecret in a Lambda that has this much time left; how it failed, and how long that took. */
  const failed = async ({ secret, token }: { secret: AppSecret; token: string }, remainingMs = 300_000) => {
    const [startedAt, endAt] = [Date.now(), Date.now() + remainingMs];
    const event = { Step: "setSecret", SecretId: secret.arn, ClientRequestToken: token };
    const context = { getRemainingTimeInMillis: () => endAt - Date.now() };
    const error = await world.handler(event, context).then(
      () => ({ code: "none" }),
      (thrown: object) => thrown,
    );
    return { error, tookMs: Date.now() - startedAt };
  };
  const closedBy = async (open: () => number): Promise<number> => {
    for (let waitedMs = 0; open() > 0 && waitedMs < 500; waitedMs += 10) await sleep(10);
    return open();
  };

  it("a port that does not answer fails in less than 8 seconds with a network error, by one attempt, wherever it is silent", async () => {
    const silent: SilentServer[] = await Promise.all([blackHole(), silentServer(), silentServer(mysql.port)]);
    const rotations = await Promise.all(silent.map(() => pending()));
    for (const [index, { secret }] of rotations.entries()) {
      await secret.put({ ...(await secret.value()), port: silent[index]?.port });
    }
    world.logs();
    const outcomes = await Promise.all(rotations.map((rotation) => failed(rotation)));
    for (const { error, tookMs } of outcomes) {
      expect(error).toMatchObject({
        code: "network_unreachable",
        effect: "none",
        message: expect.stringMatching(/ETIMEDOUT/),
      });
      expect(tookMs).toBeLessThan(8_000);
    }
    expect(world.logs()).toEqual(
      rotations.map(() => expect.objectContaining({ outcome: "failed", logins: 1, failedLogins: 1, statements: 0 })),
    );
    for (const server of silent) expect(await closedBy(server.open)).toBe(0);
    await Promise.all(silent.map((server) => server.close()));
  });

  it.each([
    ["the first of all", /^SELECT CURRENT_USER/],
    ["of the admin, which changes", /^ALTER USER .* IDENTIFIED (?:BY|VIA)/],
  ])(
    "a server that stops in the middle of a statement (%s) does not hang, and the next invocation is clean",
    async (_, which) => {
      const rotation = await pending();
      let isFrozen = false;
      onStatement = (sql) => {
        if (which.test(sql) && !isFrozen) {
          isFrozen = true;
          mysql.freeze();
        }
        return { sql };
      };
      const { error, tookMs } = await failed(rotation, 2_500);
      expect(isFrozen).toBe(true);
      expect(error).toMatchObject({
        code: "deadline_exceeded",
        effect: /ALTER/.test(which.source) ? "unknown" : "none",
      });
      expect(tookMs).toBeLessThan(2_500);
      expect(await closedBy(relay.open)).toBe(0);

      mysql.thaw();
      for (const step of ["setSecret", "testSecret", "finishSecret"] as const)
        await rotation.secret.step(step, rotation.token);
      const current = await rotation.secret.value();
      expect(current.username).toMatch(/_clone$/);
      expect((await rotation.secret.labels())[rotation.token]).toContain("AWSCURRENT");
      expect(await closedBy(relay.open)).toBe(0);
    },
  );

  it("an invocation whose time ends between two statements says so before Lambda ends it, and leaves nothing open", async () => {
    const rotation = await pending();
    onStatement = async (sql) => {
      await sleep(200);
      return { sql };
    };
    const { error, tookMs } = await failed(rotation, 2_700);
    expect(error).toMatchObject({
      code: "deadline_exceeded",
      message: expect.stringMatching(/can be repeated safely/),
    });
    expect(tookMs).toBeLessThan(2_700);
    expect(await closedBy(relay.open)).toBe(0);
    onStatement = (sql) => ({ sql });
    await rotation.secret.step("setSecret", rotation.token);
  });

  it("a Secrets Manager that does not answer costs no more than the time that is left", async () => {
    const silent = await silentServer();
    const credentials = { accessKeyId: "FUNCTION", secretAccessKey: "unused" };
    const client = new SecretsManagerClient({
      endpoint: `http://127.0.0.1:${silent.port}`,
      region: "us-east-1",
      credentials,
    });
    const endAt = Date.now() + 1_800;
    const usage = noUsage();
    const store = secretsManagerStore(client, usage, { remainingMs: () => endAt - Date.now() });
    try {
      await expect(store.describe("app")).rejects.toMatchObject({ code: "deadline_exceeded", effect: "unknown" });
      expect(Date.now()).toBeLessThan(endAt);
      await expect(store.describe("app")).rejects.toMatchObject({ code: "deadline_exceeded", effect: "none" });
      expect(Date.now()).toBeLessThan(endAt);
    } finally {
      client.destroy();
      await silent.close();
    }
  });

  it("nothing keeps the process: after a statement that is never answered, and a success, it ends by itself", async () => {
    const rotations = [await pending(), await pending()];
    let isHeld = false;
    onStatement = (sql) => {
      if (isHeld || !sql.startsWith("SHOW GRANTS")) return { sql };
      isHeld = true;
      return "hold";
    };
    const folder = temporaryFolder();
    const { zipFile } = await packageRotationFunction({ regions: ["us-east-1"], outFile: path.join(folder, "fn.zip") });
    const task = unpackFunction(zipFile);
    writeFileSync(path.join(folder, "ca.pem"), relay.caPem);
    const events = rotations.map(({ secret, token }) => ({
      ...{ Step: "setSecret", SecretId: secret.arn },
      ClientRequestToken: token,
    }));
    const script = `
      const { handler } = require(${JSON.stringify(path.join(task, "index.js"))});
      (async () => {
        for (const event of ${JSON.stringify(events)}) {
          const endAt = Date.now() + 3000;
          const context = { getRemainingTimeInMillis: () => endAt - Date.now() };
          await handler(event, context).then(() => console.log("ok"), (error) => console.log(error.code));
        }
        const answeredAt = Date.now();
        process.on("exit", () => console.log("ended after", Date.now() - answeredAt));
      })();`;
    const env = {
      ...{
        AWS_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: "FUNCTION",
        AWS_SECRET_ACCESS_KEY: "unused",
        LOG_LEVEL: "error",
      },
      ...{
        SECRETS_MANAGER_ENDPOINT: world.endpoint,
        DATABASE_CA_FILE: path.join(folder, "ca.pem"),
        PATH: process.env.PATH,
      },
    };
    const ended = promisify(execFile)(process.execPath, ["-e", script], {
      env,
      cwd: folder,
      timeout: 15_000,
    });
    const { stdout } = await ended.finally(() => rmSync(task, { recursive: true, force: true }));
    expect(stdout.split("\n").filter((line) => !line.startsWith("{"))).toEqual([
      "deadline_exceeded",
      "ok",
      expect.stringMatching(/^ended after \d{1,3}$/),
      "",
    ]);
  });
});
