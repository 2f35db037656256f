import { TagResourceCommand, UpdateSecretVersionStageCommand } from "@aws-sdk/client-secrets-manager";
import { STRATEGY_TAG, type StrategyName } from "../../../rotation-fn/settings";
import { type ManualUser, manualUser } from "../../support/manual-user";
import { itOnMysql, onMariadb } from "../../support/mysql";
import { type AppValue, asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { opens, unlabelledPasswords } from "../../support/unlabelled-passwords";

describe("26. No password opens the database that no label of the secret holds", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(() => void world.logs());

  const madeFor = (strategy: StrategyName): Promise<ManualUser> =>
    manualUser(world, {
      tags: [{ Key: STRATEGY_TAG, Value: strategy }],
      statements: ({ account }) => [`GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${account}`],
    });
  const switchTo = async ({ secret }: ManualUser, strategy: StrategyName): Promise<void> => {
    await world.client.send(
      new TagResourceCommand({ SecretId: secret.arn, Tags: [{ Key: STRATEGY_TAG, Value: strategy }] }),
    );
  };
  /** Runs a rotation as far as setSecret, then takes AWSPENDING away. */
  const cancelled = async ({ secret }: ManualUser): Promise<AppValue> => {
    const token = await secret.begin();
    for (const step of ["createSecret", "setSecret"] as const) await secret.step(step, token);
    const pending = await secret.value("AWSPENDING");
    await world.client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: secret.arn,
        VersionStage: "AWSPENDING",
        RemoveFromVersionId: token,
      }),
    );
    return pending;
  };
  /** Gives an account a second password that is not of the secret's making; its first one stays. */
  const addSecond = async ({ username, password }: AppValue, second: string): Promise<void> => {
    if (onMariadb()) {
      const both = [password, second].map((one) => `mysql_native_password USING PASSWORD('${one}')`).join(" OR ");
      await asRoot(`ALTER USER \`${username}\`@'%' IDENTIFIED VIA ${both}`);
    } else {
      await asRoot(
        `ALTER USER \`${username}\`@'%' IDENTIFIED BY '${second}'`,
        `ALTER USER \`${username}\`@'%' IDENTIFIED BY '${password}' RETAIN CURRENT PASSWORD`,
      );
    }
  };

  it.each([
    ["admin-rotated", "alternating-users"],
    ["alternating-users", "admin-rotated"],
    ["single-user", "alternating-users"],
    ["single-user", "admin-rotated"],
  ] as const)("after the strategy changed from %s to %s", async (before, after) => {
    const made = await madeFor(before);
    for (let rotation = 0; rotation < 2; rotation++) await made.secret.rotate();
    await switchTo(made, after);
    for (let rotation = 0; rotation < 3; rotation++) {
      await made.secret.rotate();
      expect(await unlabelledPasswords(made.secret)).toEqual([]);
      expect(await opens(await made.secret.value())).toBe(true);
    }
  });

  it.each(["idle", "current"] as const)(
    "alternating-users: after a second password was put on the %s user, one rotation later",
    async (which) => {
      const made = await madeFor("alternating-users");
      for (let rotation = 0; rotation < 2; rotation++) await made.secret.rotate();
      const value = await made.secret.value(which === "idle" ? "AWSPREVIOUS" : "AWSCURRENT");
      await addSecond(value, "put-There-by-Hand-1");
      expect(await opens({ ...value, password: "put-There-by-Hand-1" })).toBe(true);
      await made.secret.rotate();
      expect(await opens({ ...value, password: "put-There-by-Hand-1" })).toBe(false);
      for (const label of ["AWSCURRENT", "AWSPREVIOUS"]) expect(await opens(await made.secret.value(label))).toBe(true);
    },
  );

  it("a cancelled rotation of admin-rotated, before alternating-users: AWSCURRENT stays, the cancelled one ends", async () => {
    const made = await madeFor("admin-rotated");
    await made.secret.rotate();
    const lost = await cancelled(made);
    await switchTo(made, "alternating-users");
    const current = await made.secret.value();
    await made.secret.rotate();
    expect(await opens(lost)).toBe(false);
    expect(await opens(current)).toBe(true);
    expect(await unlabelledPasswords(made.secret)).toEqual([]);
  });

  it.each(["admin-rotated", "alternating-users"] as const)(
    "%s: a rotation that was cancelled after setSecret, one rotation later",
    async (strategy) => {
      const made = await madeFor(strategy);
      await made.secret.rotate();
      const lost = await cancelled(made);
      await made.secret.rotate();
      expect(await opens(lost)).toBe(false);
    },
  );

  it("after a reset by the admin: whoever changed the password keeps neither of two", async () => {
    const permissive = await rotationWorld({ ALLOW_ADMIN_RESET: "true" });
    try {
      const made = await manualUser(permissive, { tags: [{ Key: STRATEGY_TAG, Value: "admin-rotated" }] });
      await made.secret.rotate();
      const value = await made.secret.value();
      await addSecond({ ...value, password: "put-There-by-Hand-1" }, "put-There-by-Hand-2");
      await made.secret.rotate();
      const stolen = ["put-There-by-Hand-1", "put-There-by-Hand-2"];
      expect(await Promise.all(stolen.map((password) => opens({ ...value, password })))).toEqual([false, false]);
      expect(await opens(await made.secret.value())).toBe(true);
    } finally {
      await permissive.close();
    }
  });

  it("after the user was provisioned again: a second password that somebody added ends where the first is set anew", async () => {
    const secret = await world.provisioned();
    const value = await secret.value();
    await addSecond({ ...value, password: "put-There-by-Hand-1" }, "put-There-by-Hand-2");
    await world.handler({
      ...{ action: "provision", secretId: secret.arn, adminSecretId: world.adminArn, engine: value.engine },
      ...{ host: value.host, port: value.port, dbname: value.dbname, username: value.username },
      ...{ userHost: "%", privileges: ["SELECT", "INSERT"] },
    });
    expect(await opens({ ...value, password: "put-There-by-Hand-2" })).toBe(false);
    expect(await opens(value)).toBe(true);
  });

  describe("single-user, where its session may not end a second password", () => {
    itOnMysql()("says so with the statement, and the statement ends it", async () => {
      const made = await madeFor("single-user");
      for (let rotation = 0; rotation < 2; rotation++) await made.secret.rotate();
      const second = await made.secret.value("AWSPREVIOUS");
      await asRoot(`REVOKE APPLICATION_PASSWORD_ADMIN ON *.* FROM \`${made.username}\`@'%'`);
      for (let rotation = 0; rotation < 2; rotation++) {
        world.logs();
        await made.secret.rotate();
      }
      expect(await opens(second)).toBe(true);
      const line = world.logs().find(({ event }) => event === "second-password-kept");
      expect(line).toMatchObject({ level: "warn", account: `'${made.username}'@'%'` });
      await asRoot(String(/ALTER USER .* DISCARD OLD PASSWORD/.exec(String(line?.remedy))?.[0]));
      expect(await unlabelledPasswords(made.secret)).toEqual([]);
      expect(await opens(await made.secret.value())).toBe(true);
    });
  });
});
