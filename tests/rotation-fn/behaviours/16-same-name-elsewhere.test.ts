import { CancelRotateSecretCommand, CreateSecretCommand, type Tag } from "@aws-sdk/client-secrets-manager";
import { STRATEGY_TAG, type StrategyName } from "../../../rotation-fn/settings";
import { markBy } from "../../support/account-text";
import { appSecret } from "../../support/app-secret";
import { emptySecret } from "../../support/empty-secret";
import { onMariadb } from "../../support/mysql";
import { type AppSecret, asRoot, logIn, type RotationWorld, rotationWorld } from "../../support/rotation-world";

/** Two regions, or two AWS accounts, may each have a secret of one name; both may reach one database. */
describe("16. Two secrets of one name in two regions do not take each other's accounts", () => {
  let world: RotationWorld;
  let elsewhere: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
    elsewhere = await rotationWorld({}, { region: "eu-west-1" });
  });
  afterAll(async () => {
    await world.close();
    await elsewhere.close();
  });

  const namesake = async ({ name }: AppSecret, strategy: StrategyName, value?: unknown): Promise<AppSecret> => {
    const Tags: Tag[] = [{ Key: STRATEGY_TAG, Value: strategy }];
    const text = value === undefined ? {} : { SecretString: JSON.stringify(value) };
    const created = await elsewhere.client.send(new CreateSecretCommand({ Name: name, Tags, ...text }));
    return appSecret(elsewhere.client, elsewhere.handler, created.ARN ?? "", name);
  };
  const notOurs = expect.objectContaining({
    code: "account_not_ours",
    effect: "none",
    message: expect.stringMatching(/found: an account of the secret app-\w+ in us-east-1\/123456789012;/),
  });

  it.each(["alternating-users", "admin-rotated", "single-user"] as const)(
    "%s: neither provisioned nor rotated by the other one, and not dropped by it",
    async (strategy) => {
      const { secret, event, provision } = await emptySecret(world, strategy);
      await provision();
      await secret.rotate();
      const other = await namesake(secret, strategy);
      const theirs = { ...event, secretId: other.arn, adminSecretId: elsewhere.adminArn };
      await expect(elsewhere.handler(theirs)).rejects.toThrow(notOurs);
      await other.put({ ...(await secret.value()), masterarn: elsewhere.adminArn });
      await expect(other.rotate()).rejects.toThrow(notOurs);
      await elsewhere.client.send(new CancelRotateSecretCommand({ SecretId: other.arn }));
      await expect(elsewhere.handler({ ...theirs, tf: { action: "delete" } })).resolves.toMatchObject({ accounts: [] });
      await logIn(await secret.value());
      await secret.rotate();
      await logIn(await secret.value());
    },
  );

  it.each(["alternating-users", "admin-rotated"] as const)(
    "%s: an account with the mark of an earlier release, the name alone, is ours; a rotation writes the mark anew",
    async (strategy) => {
      const { secret, provision, username } = await emptySecret(world, strategy);
      await provision();
      await secret.rotate();
      const users = strategy === "alternating-users" ? [username, `${username}_clone`] : [username];
      for (const user of users) await forgetRegion(user);
      await secret.rotate();
      for (const user of users) expect(await regionOf(user)).toBe("us-east-1/123456789012");
      await logIn(await secret.value());
      await forgetRegion(username);
      await provision();
      expect(await regionOf(username)).toBe("us-east-1/123456789012");
    },
  );

  it("the statement in the message gives the account to the other secret, for a database that was taken over in another region", async () => {
    const { secret, provision, username } = await emptySecret(world, "admin-rotated");
    await provision();
    const other = await namesake(secret, "admin-rotated", {
      ...(await secret.value()),
      masterarn: elsewhere.adminArn,
    });
    const error = (await other.rotate().catch((thrown: unknown) => thrown)) as Error;
    const [, statements = ""] = /if the account is really meant: (.*); its password/.exec(error.message) ?? [];
    await asRoot(...statements.split("; "));
    expect(await regionOf(username)).toBe("eu-west-1/123456789012");
    const pending = Object.entries(await other.labels()).find(([, labels]) => labels.includes("AWSPENDING"));
    for (const step of ["setSecret", "testSecret", "finishSecret"] as const) await other.step(step, pending?.[0] ?? "");
    await logIn(await other.value());
    await expect(secret.rotate()).rejects.toMatchObject({ code: "account_not_ours" });
    expect(markBy(username, "%", secret.name)).not.toContain("rotated_in");
  });

  async function regionOf(user: string): Promise<string> {
    if (onMariadb()) {
      const [rows = []] = await asRoot(
        `SELECT Db FROM mysql.db WHERE User = '${user}' AND Db LIKE 'rotated in: %' ORDER BY Db`,
      );
      return rows.map((row) => String(row.Db).replace("rotated in: ", "")).join();
    }
    const [rows = []] = await asRoot(
      `SELECT ATTRIBUTE->>'$.rotated_in' AS home FROM information_schema.USER_ATTRIBUTES WHERE USER = '${user}'`,
    );
    return rows.map((row) => String(row.home)).join();
  }

  async function forgetRegion(user: string): Promise<void> {
    await asRoot(
      onMariadb()
        ? `REVOKE REFERENCES ON \`rotated in: us-east-1/123456789012\`.* FROM '${user}'@'%'`
        : `ALTER USER '${user}'@'%' ATTRIBUTE '{"rotated_in": null}'`,
    );
  }
});
