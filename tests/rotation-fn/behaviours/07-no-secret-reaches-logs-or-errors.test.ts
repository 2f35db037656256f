import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { secretsManagerStore } from "../../../rotation-fn/adapters/secrets-manager";
import { noUsage } from "../../../rotation-fn/ports/usage";
import { onMariadb, testMysql } from "../../support/mysql";
import { type MysqlRelay, startMysqlRelay, type Verdict } from "../../support/mysql-relay";
import { type AppSecret, asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { everythingOf, formsOf, secretsIn } from "../../support/secret-forms";

/** The statement that sets a password for an account, and where in it the password begins. */
const SETS = onMariadb() ? /^ALTER USER .* IDENTIFIED VIA / : /^ALTER USER .* IDENTIFIED BY /;
const BEGINS = onMariadb() ? "PASSWORD('" : " BY '";

/** What a process could let out beside its log. */
const written: string[] = [];

describe("7. no secret ever reaches logs or error text", () => {
  let relay: MysqlRelay;
  let world: RotationWorld;
  let onStatement: (sql: string) => Verdict | Promise<Verdict>;
  beforeAll(async () => {
    relay = await startMysqlRelay(testMysql().port, { onStatement: (sql) => onStatement(sql) });
    // All printable characters, so that quoting matters.
    world = await rotationWorld(
      { EXCLUDE_CHARACTERS: "", PASSWORD_LENGTH: "64" },
      {
        trusted: () => relay.caPem,
        address: { port: relay.port },
      },
    );
  });
  afterAll(async () => {
    await world.close();
    await relay.close();
  });
  beforeEach(() => {
    onStatement = (sql) => ({ sql });
    relay.errors();
    world.logs();
    written.length = 0;
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, "write").mockImplementation((chunk: string | Uint8Array) => written.push(String(chunk)) > 0);
    }
  });
  afterEach(() => jest.restoreAllMocks());

  const pending = async (): Promise<{ secret: AppSecret; token: string; secrets: string[]; password: string }> => {
    const secret = await world.provisioned();
    const token = await secret.begin();
    await secret.step("createSecret", token);
    const [current, next] = [await secret.value(), await secret.value("AWSPENDING")];
    world.logs();
    return {
      secret,
      token,
      password: next.password,
      secrets: [current.password, next.password, testMysql().admin.password],
    };
  };
  /** The error of a step, after a look for secrets in everything that can be seen of it. */
  const failure = async (secret: AppSecret, token: string, secrets: readonly string[], step = "setSecret" as const) => {
    const error: unknown = await secret.step(step, token).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const logs = world.logs();
    expect(logs).toContainEqual(expect.objectContaining({ event: "step", outcome: "failed" }));
    expect(secretsIn([everythingOf(error), JSON.stringify(logs), ...written].join("\n"), secrets)).toEqual([]);
    return error;
  };

  it("looks for what it should: the forms of a secret are found in an error that shows one", () => {
    const error = Object.assign(new Error("x", { cause: new Error("the cause") }), { sql: "BY 'it''s \\\\ a secret'" });
    expect(secretsIn(everythingOf(error), ["it's \\ a secret"])).not.toEqual([]);
    expect(secretsIn(everythingOf(error), ["another one"])).toEqual([]);
  });

  it.each([
    ["ALTER USER … IDENTIFIED BY", SETS],
    ["CREATE USER … IDENTIFIED WITH", /^CREATE USER /],
  ])("1064: the server quotes a statement that it cannot read (%s)", async (_, pattern) => {
    const { secret, token, secrets, password } = await pending();
    let thrownAway = "";
    onStatement = (sql) => {
      if (!pattern.test(sql)) return { sql };
      thrownAway = /(?: BY '|PASSWORD\(')(.*?)'\)? (?:ACCOUNT|REQUIRE)/.exec(sql)?.[1] ?? "";
      return { sql: sql.replace(/ IDENTIFIED /, " IDENTIFIEDD ") };
    };
    const error = await failure(secret, token, thrownAway === "" ? secrets : [...secrets, thrownAway]);
    expect(error).toMatchObject({ code: "database_refused", message: expect.stringMatching(/1064 .*withheld/) });
    // The server did show it: without that this test would prove nothing.
    const [shown = ""] = relay.errors().filter((text) => text.startsWith("1064"));
    expect(shown).toContain(`IDENTIFIEDD`);
    if (pattern === SETS) expect(secretsIn(shown, [password.slice(0, 20)])).not.toEqual([]);
  });

  it.each([
    [1819, "password_rejected"],
    [1396, "account_not_found"],
    [1227, "missing_privilege"],
    [1045, "missing_privilege"],
    [1064, "database_refused"],
    [1105, "database_refused"],
  ])("%d: a server that shows the password in whatever it answers", async (errno, code) => {
    const { secret, token, secrets } = await pending();
    onStatement = (sql) => {
      if (!SETS.test(sql)) return { sql };
      // At most 128 characters of text are allowed here.
      const shown = sql
        .slice(sql.indexOf(BEGINS) + BEGINS.length - 1, sql.indexOf(" ACCOUNT"))
        .replaceAll("\\", "\\\\")
        .replaceAll("'", "''");
      return { sql: `SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = ${errno}, MESSAGE_TEXT = 'refused: ${shown}'` };
    };
    expect(await failure(secret, token, secrets)).toMatchObject({ code });
    expect(secretsIn(relay.errors().join("\n"), secrets)).not.toEqual([]);
  });

  it("1396: the account disappears just before its password is set", async () => {
    const { secret, token, secrets } = await pending();
    const { username } = await secret.value("AWSPENDING");
    onStatement = async (sql) => {
      if (SETS.test(sql)) await asRoot(`DROP USER \`${username}\`@'%'`);
      return { sql };
    };
    const error = await failure(secret, token, secrets);
    expect(error).toMatchObject({ code: "account_not_found", message: expect.stringContaining("1396") });
  });

  it("1045: a password that somebody changed by hand", async () => {
    const { secret, token, secrets } = await pending();
    await asRoot(`ALTER USER \`${(await secret.value()).username}\`@'%' IDENTIFIED BY 'by-Hand-123'`);
    expect(await failure(secret, token, secrets)).toMatchObject({ code: "login_refused" });
  });

  it.each([
    ["no JSON", (password: string) => `{"password":"${password}"`],
    ["no object", (password: string) => JSON.stringify([password])],
    ["a key twice", (password: string) => `{"password":"${password}","password":"${password}"}`],
  ])("a value that cannot be used: %s", async (_, text) => {
    const { secret, token } = await pending();
    const planted = "canary of a broken value 4711";
    await secret.put(text(planted));
    const error = await failure(secret, token, [planted]);
    expect(error).toMatchObject({ code: "bad_secret_value" });
  });

  it("an admin secret that cannot be used", async () => {
    const { secret, token, secrets } = await pending();
    const { password } = testMysql().admin;
    const broken = await world.secretWith(JSON.stringify({ user: "admin", password }));
    await secret.put({ ...(await secret.value()), masterarn: broken.arn });
    const again = await secret.beginAgain(token);
    await secret.step("createSecret", again);
    world.logs();
    expect(await failure(secret, again, secrets)).toMatchObject({ code: "bad_admin_secret" });
  });

  it("a Secrets Manager that answers with what it was given to store", async () => {
    const value = JSON.stringify({ password: "canary of a value 4711" });
    const refusal = Object.assign(new Error(`Invalid parameter: ${value}`), {
      name: "InvalidParameterException",
      $metadata: { httpStatusCode: 400 },
      $response: { body: value },
    });
    const client = { send: () => Promise.reject(refusal) } as unknown as SecretsManagerClient;
    const store = secretsManagerStore(client, noUsage(), { remainingMs: () => 10_000 });
    const error: unknown = await store
      .store({ secretId: "app", versionId: "t", value, label: "AWSPENDING" })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "secrets_manager_refused" });
    expect(secretsIn(everythingOf(error), ["canary of a value 4711"])).toEqual([]);
  });

  it("a whole rotation at the level debug", async () => {
    const secret = await world.provisioned();
    await secret.rotate();
    await secret.rotate();
    const secrets = [
      (await secret.value()).password,
      (await secret.value("AWSPREVIOUS")).password,
      testMysql().admin.password,
    ];
    expect(secretsIn([JSON.stringify(world.logs()), ...written].join("\n"), secrets)).toEqual([]);
  });

  it("a line break, a control character or a great length in an event makes no second line and no long one", async () => {
    const forged = `x"\r\n{"level":"info","outcome":"ok"}\u0085\u2028${"y".repeat(5_000)}`;
    for (const event of [
      { Step: "setSecret", SecretId: forged, ClientRequestToken: "t" },
      { Step: forged, SecretId: "s", ClientRequestToken: "t" },
      { action: "audit", secretIds: [forged] },
      { action: forged },
      { action: "audit", secretIds: ["s"], [forged]: 1 },
    ]) {
      const error = (await world.handler(event).catch((thrown: unknown) => thrown)) as Error;
      expect(error.message).toMatch(/^[^\p{Cc}\u2028\u2029]*$/u);
      expect(error.message.length).toBeLessThan(600);
      expect(JSON.stringify(world.logs()).length).toBeLessThan(1_500);
    }
  });

  it("knows more than ten forms of a secret", () => {
    expect(formsOf('it\'s \\ "a" secret').length).toBeGreaterThan(10);
  });
});
