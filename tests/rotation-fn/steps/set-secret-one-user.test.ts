import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { StrategyName } from "../../../rotation-fn/settings";
import { markBy } from "../../support/account-text";
import { FIRST_PASSWORD, type OneUser, oneUser } from "../../support/one-user";
import { asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

const BOTH: StrategyName[] = ["single-user", "admin-rotated"];
const FOREIGN = "by-Hand-or-cancelled-1";
const refused = (code: string) => expect.objectContaining({ code, effect: "none" });

/** The states of setSecret with one user; the numbers are those of the step's comment. */
describe.each(BOTH)("setSecret of %s", (strategy) => {
  let world: RotationWorld;
  let one: OneUser;
  let token: string;
  /** AWSPREVIOUS, AWSCURRENT and AWSPENDING; the account has the first two at the start. */
  let previous: string;
  let current: string;
  let pending: string;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    one = await oneUser(world, { strategy, privileges: ["APPLICATION_PASSWORD_ADMIN"] });
    await one.secret.rotate();
    token = await one.secret.begin();
    await one.secret.step("createSecret", token);
    previous = FIRST_PASSWORD;
    current = (await one.secret.value()).password;
    pending = (await one.secret.value("AWSPENDING")).password;
    world.logs();
    world.operations();
  });

  const setSecret = () => one.secret.step("setSecret", token);
  const logged = (event: string) => world.logs().find((line) => line.event === event);
  const cost = () => logged("step");
  const completes = async () => {
    await one.secret.step("testSecret", token);
    await one.secret.step("finishSecret", token);
    expect((await one.secret.value()).password).toBe(pending);
  };
  /** As an earlier rotation does that got through setSecret and was cancelled: its password is in no version any more. */
  const cancelled = () => asRoot(`ALTER USER ${one.account} IDENTIFIED BY '${FOREIGN}' RETAIN CURRENT PASSWORD`);
  const sayWhatToDo = expect.objectContaining({
    code: "credential_lost",
    effect: "none",
    message: expect.stringMatching(/the one in AWSCURRENT.*rotate-secret --secret-id app-\w+/s),
  });

  it("12. the only password is in a version without a label: the error says how to find it, and that finds it", async () => {
    const lost = "in-A-cancelled-Version-1";
    await one.secret.put({ ...(await one.secret.value()), password: lost }, "CANCELLED");
    await asRoot(`ALTER USER ${one.account} IDENTIFIED BY '${lost}'`, `ALTER USER ${one.account} DISCARD OLD PASSWORD`);
    const labels = Object.entries(await one.secret.labels());
    const [version = ""] = labels.find(([, names]) => names.includes("CANCELLED")) ?? [];
    const removed = { SecretId: one.secret.arn, VersionStage: "CANCELLED", RemoveFromVersionId: version };
    await world.client.send(new UpdateSecretVersionStageCommand(removed));
    const error = (await setSecret().catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject({ code: "credential_lost", effect: "none" });
    expect(error.message).toContain(
      `aws secretsmanager list-secret-version-ids --include-deprecated --secret-id ${one.secret.name}, then get-secret-value --version-id <id> for each, and try its login`,
    );
    const list = new ListSecretVersionIdsCommand({ SecretId: one.secret.arn, IncludeDeprecated: true });
    const ids = ((await world.client.send(list)).Versions ?? []).map(({ VersionId = "" }) => VersionId);
    const found: string[] = [];
    for (const VersionId of ids) {
      const read = new GetSecretValueCommand({ SecretId: one.secret.arn, VersionId });
      const { SecretString = "{}" } = await world.client.send(read);
      found.push(...(await one.accepted(JSON.parse(SecretString).password)));
    }
    expect(found).toEqual([lost]);
  });

  it("8. the account has the current password: the pending one is set, and the current one goes on working beside it", async () => {
    await setSecret();
    expect(await one.accepted(previous, current, pending)).toEqual([current, pending]);
    const logins = strategy === "single-user" ? 1 : 2;
    const lines = world.logs();
    expect(lines).toContainEqual(expect.objectContaining({ event: "password-changed", passwordChange: "retained" }));
    expect(lines).toContainEqual(expect.objectContaining({ outcome: "ok", logins, failedLogins: 0 }));
    await completes();
  });

  it("9. the account has the pending password, of an earlier attempt: it keeps it, and the current one beside it", async () => {
    await setSecret();
    world.logs();
    await setSecret();
    await setSecret();
    expect(await one.accepted(previous, current, pending)).toEqual([current, pending]);
    expect(cost()).toMatchObject({ outcome: "ok", failedLogins: 0 });
    await completes();
  });

  it("9. the account has the pending password and not the current one: nothing is sent", async () => {
    await one.setByHand(pending);
    await setSecret();
    const lines = world.logs();
    expect(lines).toContainEqual(expect.objectContaining({ event: "password-set-before" }));
    expect(lines).toContainEqual(expect.objectContaining({ outcome: "ok", logins: 2, failedLogins: 1 }));
    await completes();
  });

  it("10. the current password is the account's second one only, because a rotation was cancelled: the pending one becomes the first", async () => {
    // Without the mark it could be another secret's rotation, too: behaviours/16-two-secrets-for-one-user.slow.test.ts.
    await asRoot(markBy(one.username, "%", one.secret.name));
    await cancelled();
    await setSecret();
    expect(await one.accepted(FOREIGN, current, pending)).toEqual([current, pending]);
    expect(cost()).toMatchObject({ outcome: "ok", failedLogins: 0 });
    await setSecret();
    expect(await one.accepted(FOREIGN, current, pending)).toEqual([current, pending]);
    await completes();
  });

  if (strategy === "single-user") {
    it("11. the account has the previous password, because the database was restored: it goes on from there", async () => {
      await one.setByHand(previous);
      await setSecret();
      expect(await one.accepted(previous, pending)).toEqual([previous, pending]);
      // AWSCURRENT is tried once more behind AWSPREVIOUS: it may have been refused by mistake.
      expect(cost()).toMatchObject({ outcome: "ok", apiCalls: 4, logins: 4, failedLogins: 3 });
      await completes();
    });

    it("11. the previous version is another user's: its password is not tried", async () => {
      const before = await one.secret.value("AWSPREVIOUS");
      await one.setByHand(previous);
      await one.secret.put({ ...before, username: "somebody" });
      await one.secret.put(await one.secret.value("AWSPREVIOUS"));
      await expect(setSecret()).rejects.toThrow(refused("credential_lost"));
      expect(cost()).toMatchObject({ logins: 2 });
    });
  } else {
    it("11. the account has the previous password, because the database was restored: refused as in 12", async () => {
      await one.setByHand(previous);
      await expect(setSecret()).rejects.toThrow(sayWhatToDo);
      expect(world.operations()).toEqual(["DescribeSecret", "GetSecretValue", "GetSecretValue"]);
    });
  }

  it("12. the account has none of these: an error that says how to bring both together", async () => {
    await one.setByHand(FOREIGN);
    await expect(setSecret()).rejects.toThrow(sayWhatToDo);
    expect(cost()).toMatchObject({ failedLogins: strategy === "single-user" ? 3 : 2 });
    expect(await one.accepted(FOREIGN, previous, current, pending)).toEqual([FOREIGN]);
    // What the error says to do, done.
    await one.setByHand(current);
    await setSecret();
    await completes();
  });

  it.each(["ACCOUNT LOCK", "FAILED_LOGIN_ATTEMPTS 1 PASSWORD_LOCK_TIME 1"])(
    "13. the account is locked (%s): said as such, no other password is tried, nothing changed",
    async (clauses) => {
      await asRoot(`ALTER USER ${one.account} ${clauses}`);
      if (clauses.startsWith("FAILED")) expect(await one.accepted("wrong")).toEqual([]);
      await expect(setSecret()).rejects.toThrow(refused("account_locked"));
      expect(cost()).toMatchObject({ logins: 1, failedLogins: 1 });
      await asRoot(`ALTER USER ${one.account} ACCOUNT UNLOCK`);
      expect(await one.accepted(current)).toEqual([current]);
      await asRoot(`ALTER USER ${one.account} FAILED_LOGIN_ATTEMPTS 0`);
      expect(await one.accepted(pending)).toEqual([]);
    },
  );

  if (strategy === "single-user") {
    it("14. the password has expired: refused, nothing changed", async () => {
      await asRoot(`ALTER USER ${one.account} PASSWORD EXPIRE`);
      await expect(setSecret()).rejects.toThrow(refused("password_expired"));
      expect(cost()).toMatchObject({ logins: 1 });
    });
  } else {
    it("14. the password has expired: renewed, since only the right password is told so", async () => {
      await asRoot(`ALTER USER ${one.account} PASSWORD EXPIRE`);
      await setSecret();
      expect(await one.accepted(previous, current, pending)).toEqual([current, pending]);
      await completes();
    });

    it("14. an account has expired whose password is another's: refused, nothing changed", async () => {
      await asRoot(`ALTER USER ${one.account} IDENTIFIED BY '${FOREIGN}' RETAIN CURRENT PASSWORD PASSWORD EXPIRE`);
      await expect(setSecret()).rejects.toThrow(refused("password_expired"));
    });
  }

  it("15. the server does not answer: an error of the network, and no other password is tried", async () => {
    const [now, next] = [await one.secret.value(), await one.secret.value("AWSPENDING")];
    await one.secret.put({ ...now, port: 1 });
    await one.secret.put({ ...next, port: 1 }, "AWSPENDING");
    const moved = Object.entries(await one.secret.labels()).find(([, labels]) => labels.includes("AWSPENDING"))?.[0];
    await expect(one.secret.step("setSecret", moved ?? "")).rejects.toThrow(refused("network_unreachable"));
    expect(cost()).toMatchObject({ logins: 1 });
  });
});

describe("setSecret of admin-rotated with ALLOW_ADMIN_RESET", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld({ ALLOW_ADMIN_RESET: "true" });
  });
  afterAll(() => world.close());

  it("12. the account has none of these, and the secret's mark: reset, and said loudly", async () => {
    const one = await oneUser(world, { strategy: "admin-rotated" });
    await one.secret.rotate();
    await one.setByHand(FOREIGN);
    world.logs();
    await one.secret.rotate();
    expect(world.logs()).toContainEqual(expect.objectContaining({ level: "warn", event: "admin-reset" }));
    const { password } = await one.secret.value();
    expect(await one.accepted(FOREIGN, password)).toEqual([password]);
  });

  it.each([
    ["no mark", ""],
    ["another secret's mark", `ATTRIBUTE '{"rotated_for_secret":"somebody-else"}'`],
  ])("12. the account has none of these, and %s: refused, nothing changed", async (_, clauses) => {
    const one = await oneUser(world, { strategy: "admin-rotated", clauses });
    await one.setByHand(FOREIGN);
    await expect(one.secret.rotate()).rejects.toThrow(refused("account_not_ours"));
    expect(await one.accepted(FOREIGN)).toEqual([FOREIGN]);
  });

  it("12. there is no such account: said as such", async () => {
    const one = await oneUser(world, { strategy: "admin-rotated" });
    await asRoot(`DROP USER ${one.account}`);
    await expect(one.secret.rotate()).rejects.toThrow(refused("account_not_found"));
  });

  it("12. of single-user it allows nothing", async () => {
    const one = await oneUser(world, { strategy: "single-user" });
    await one.setByHand(FOREIGN);
    await expect(one.secret.rotate()).rejects.toThrow(refused("credential_lost"));
  });
});
