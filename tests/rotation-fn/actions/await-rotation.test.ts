import { CreateSecretCommand, RotateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type SecretsManagerServer, startSecretsManager } from "../../../local/aws/secrets-manager/start";
import { secretsManagerStore } from "../../../rotation-fn/adapters/secrets-manager";
import { createHandler, type Handler } from "../../../rotation-fn/handler";
import { readSettings } from "../../../rotation-fn/settings";
import { type AppSecret, asRoot, logIn, type RotationWorld, rotationWorld } from "../../support/rotation-world";

/** Of the package that the function is made of. */
const OWN_DIGEST = "a".repeat(64);

const FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:rotation-fn";

/** Its clock runs ahead of the calls, which need real time. */
const NO_HURRY = { remainingMs: () => 60_000 };

describe("await-rotation", () => {
  describe("on rotations that Secrets Manager runs itself", () => {
    let server: SecretsManagerServer;
    let client: SecretsManagerClient;
    let handler: Handler;
    let behaviour: "works" | "fails";
    let waitedMs: number;
    beforeEach(async () => {
      behaviour = "works";
      waitedMs = 0;
      server = await startSecretsManager({
        // A function that only moves labels: what is waited for here is Secrets Manager, not a database.
        invokeFunction: async (_, { Step, SecretId, ClientRequestToken }) => {
          if (behaviour === "fails") return { ok: false, errorType: "E", errorMessage: "no" };
          if (Step !== "createSecret" && Step !== "finishSecret") return { ok: true };
          const usage = { apiCalls: 0, logins: 0, failedLogins: 0, statements: 0 };
          const store = secretsManagerStore(client, usage, NO_HURRY);
          const version = { secretId: SecretId, versionId: ClientRequestToken, value: "{}", label: "AWSPENDING" };
          if (Step === "createSecret") await store.store(version);
          else {
            const { labels } = await store.describe(SecretId);
            const from = [...labels].find(([, names]) => names.includes("AWSCURRENT"))?.[0];
            await store.moveCurrent(SecretId, ClientRequestToken, from);
          }
          return { ok: true };
        },
        retry: { attempts: 1, delayMs: 0 },
      });
      client = new SecretsManagerClient({
        endpoint: server.url,
        region: server.region,
        credentials: { accessKeyId: "TEST", secretAccessKey: "unused" },
      });
      let now = 0;
      handler = createHandler({
        settings: readSettings({}),
        codeDigest: () => OWN_DIGEST,
        clock: {
          now: () => now,
          // Time passes as fast as the events are handled.
          sleep: async (ms) => {
            now += ms;
            waitedMs += ms;
            await new Promise((resolve) => setTimeout(resolve, 5));
          },
        },
        secrets: (usage) => secretsManagerStore(client, usage, NO_HURRY),
        database: () => ({
          login: () => {
            throw new Error("no database is needed here");
          },
        }),
        log: () => ({ debug() {}, info() {}, warn() {}, error() {}, measure() {} }),
      });
    });
    afterEach(async () => {
      client.destroy();
      await server.close();
    });

    const secret = async (value?: string) =>
      (await client.send(new CreateSecretCommand({ Name: "app", ...(value ? { SecretString: value } : {}) }))).ARN ??
      "";
    const rotate = (arn: string) =>
      client.send(
        new RotateSecretCommand({
          SecretId: arn,
          RotationLambdaARN: FUNCTION_ARN,
          RotationRules: { AutomaticallyAfterDays: 2 },
        }),
      );
    const awaitRotation = (arn: string, timeoutSeconds = 60) =>
      handler({ action: "await-rotation", secretId: arn, timeoutSeconds });

    it("refuses a secret that does not rotate: there is nothing to wait for", async () => {
      await expect(awaitRotation(await secret('{"first":1}'))).rejects.toThrow(
        expect.objectContaining({ code: "rotation_not_enabled" }),
      );
    });

    it("refuses to prove a package that is not the one it is made of", async () => {
      const arn = await secret('{"first":1}');
      const event = { action: "await-rotation", secretId: arn, timeoutSeconds: 5 };
      const other = "b".repeat(64);
      await expect(handler({ ...event, codeDigest: other })).rejects.toThrow(
        expect.objectContaining({
          code: "code_not_deployed",
          effect: "none",
          message: expect.stringMatching(new RegExp(`${OWN_DIGEST}.*${other}.*update-function-code`)),
        }),
      );
      // Its own passes, and what comes next is said.
      await expect(handler({ ...event, codeDigest: OWN_DIGEST })).rejects.toThrow(
        expect.objectContaining({ code: "rotation_not_enabled" }),
      );
    });

    it("does nothing at the end of the resource", async () => {
      const event = { action: "await-rotation", secretId: "gone", timeoutSeconds: 5, tf: { action: "delete" } };
      await expect(handler(event)).resolves.toEqual({ rotated: false });
    });

    it("waits before it looks for the cause of a rotation that stays pending, then throws the cause", async () => {
      const arn = await secret('{"first":1}');
      behaviour = "fails";
      await rotate(arn);
      await expect(awaitRotation(arn)).rejects.toThrow(
        expect.objectContaining({ code: "bad_secret_value", message: expect.stringMatching(/"engine" is missing/) }),
      );
      expect(waitedMs).toBeGreaterThanOrEqual(15_000);
      expect(waitedMs).toBeLessThan(17_000);
    });
  });

  describe("on a real database", () => {
    let world: RotationWorld;
    let secret: AppSecret;
    beforeAll(async () => {
      world = await rotationWorld();
    });
    afterAll(() => world.close());
    beforeEach(async () => {
      secret = await world.provisioned();
    });
    const awaitRotation = () => world.handler({ action: "await-rotation", secretId: secret.arn, timeoutSeconds: 2 });

    it("blames what is left when the steps succeed here and Secrets Manager does not call the function", async () => {
      const token = await secret.begin();
      const call = awaitRotation();
      await expect(call).rejects.toThrow(expect.objectContaining({ code: "rotation_timed_out" }));
      await expect(call).rejects.toThrow(new RegExp(`version ${token} is pending, and its steps succeed`));
      await expect(call).rejects.toThrow(/principal secretsmanager.amazonaws.com/);
      // The steps have really been run: the pending credential works, and only the label is missing.
      await logIn(await secret.value("AWSPENDING"));
      await logIn(await secret.value());
    });

    it("does not blame a rotation that ends while its cause is looked for", async () => {
      const token = await secret.begin();
      for (const step of ["createSecret", "setSecret", "testSecret"] as const) await secret.step(step, token);
      // The look at the current value comes after the label has moved.
      world.beforeNext("GetSecretValue", () => secret.step("finishSecret", token));
      await expect(awaitRotation()).resolves.toMatchObject({ rotated: true, versionId: token });
    });

    it("throws the real cause of a rotation that cannot work, and its remedy", async () => {
      const { username } = await secret.value();
      await asRoot(`CREATE USER \`${username}_clone\`@'%' IDENTIFIED BY 'somebody-elses-Password-1'`);
      await secret.begin();
      const call = awaitRotation();
      await expect(call).rejects.toThrow(expect.objectContaining({ code: "account_not_ours" }));
      await expect(call).rejects.toThrow(/what to do: use another user name/);
    });
  });
});
