import { TagResourceCommand, UpdateSecretVersionStageCommand } from "@aws-sdk/client-secrets-manager";
import * as fc from "fast-check";
import { STRATEGY_TAG, type StrategyName } from "../../../rotation-fn/settings";
import { type ManualUser, manualUser } from "../../support/manual-user";
import { onMariadb } from "../../support/mysql";
import { asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { opens, unlabelledPasswords } from "../../support/unlabelled-passwords";

/**
 * The model: whatever happened to a secret before, two rotations of a strategy that has an admin leave no password that opens the
 * database without a label, and none that somebody put there. AWSCURRENT logs in after each event of the history.
 */
const EVENTS = [
  "rotate",
  "repeat every step",
  "cancel after setSecret",
  "to alternating-users",
  "to admin-rotated",
  "to single-user",
  "second password on the current user",
  "second password on the other user",
  "lose the privilege",
  "get the privilege",
] as const;
type Event = (typeof EVENTS)[number];

/** 25 histories of three to eight events and two rotations. Another seed plays others: `SWEEP_SEED=27 npm run sweep`. */
const RUNS = 25;
const SEED = Number(process.env.SWEEP_SEED ?? 26);

const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;

class History {
  private readonly planted: { username: string; password: string }[] = [];

  constructor(
    private readonly world: RotationWorld,
    private readonly made: ManualUser,
  ) {}

  async play(event: Event): Promise<void> {
    const { secret } = this.made;
    if (event === "rotate") await secret.rotate();
    if (event === "repeat every step") {
      const token = await secret.begin();
      for (const step of STEPS) for (let time = 0; time < 2; time++) await secret.step(step, token);
    }
    if (event === "cancel after setSecret") await this.cancel();
    if (event.startsWith("to ")) await this.switchTo(event.slice(3) as StrategyName);
    if (event.startsWith("second password on")) await this.plant(event.endsWith("current user"));
    if (event.endsWith("the privilege") && !onMariadb()) await this.changePrivilege(event.startsWith("get"));
  }

  /** Of both users alike: that a pair which differs in it is made alike is another test's. */
  private async changePrivilege(given: boolean): Promise<void> {
    const { username, clone } = this.made;
    const privilege = "APPLICATION_PASSWORD_ADMIN ON *.*";
    await asRoot(
      ...[username, clone].map((user) => `REVOKE IF EXISTS ${privilege} FROM \`${user}\`@'%' IGNORE UNKNOWN USER`),
    );
    if (!given) return;
    const [there = []] = await asRoot(`SELECT User FROM mysql.user WHERE User IN ('${username}', '${clone}')`);
    await asRoot(...there.map(({ User }) => `GRANT ${privilege} TO \`${User}\`@'%'`));
  }

  /** Only where AWSCURRENT goes on working: nobody else may cancel. */
  private async cancel(): Promise<void> {
    const { secret } = this.made;
    const token = await secret.begin();
    for (const step of STEPS.slice(0, 2)) await secret.step(step, token);
    if (!(await opens(await secret.value()))) {
      for (const step of STEPS.slice(2)) await secret.step(step, token);
      return;
    }
    const cancel = { SecretId: secret.arn, VersionStage: "AWSPENDING", RemoveFromVersionId: token };
    await this.world.client.send(new UpdateSecretVersionStageCommand(cancel));
  }

  async switchTo(strategy: StrategyName): Promise<void> {
    const Tags = [{ Key: STRATEGY_TAG, Value: strategy }];
    await this.world.client.send(new TagResourceCommand({ SecretId: this.made.secret.arn, Tags }));
  }

  /** Beside the first password, which stays. Only where the account is there and is known to have a password of the secret. */
  private async plant(onCurrent: boolean): Promise<void> {
    const { username, password } = await this.made.secret.value();
    const { clone } = this.made;
    const user = onCurrent ? username : username === clone ? this.made.username : clone;
    const second = `planted-${this.planted.length}-Aa1!`;
    const account = `\`${user}\`@'%'`;
    const [there = []] = await asRoot(`SELECT User FROM mysql.user WHERE User = '${user}'`);
    if (there.length === 0) return;
    const first = onCurrent ? password : "other-First-1";
    if (onMariadb()) {
      const both = [first, second].map((one) => `mysql_native_password USING PASSWORD('${one}')`).join(" OR ");
      await asRoot(`ALTER USER ${account} IDENTIFIED VIA ${both}`);
    } else {
      await asRoot(
        `ALTER USER ${account} IDENTIFIED BY '${second}'`,
        `ALTER USER ${account} IDENTIFIED BY '${first}' RETAIN CURRENT PASSWORD`,
      );
    }
    this.planted.push({ username: user, password: second }, { username: user, password: onCurrent ? second : first });
  }

  async stillOpen(): Promise<string[]> {
    const value = await this.made.secret.value();
    const found = await unlabelledPasswords(this.made.secret);
    for (const credential of this.planted) {
      if (await opens({ ...value, ...credential })) found.push(`planted on '${credential.username}'`);
    }
    return found;
  }
}

describe("26. Random histories of a secret", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld({ LOG_LEVEL: "error" });
  });
  afterAll(() => world.close());

  it("end with no password that opens the database and that no label holds, two rotations with an admin later", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...EVENTS), { minLength: 3, maxLength: 8 }),
        fc.constantFrom("alternating-users" as const, "admin-rotated" as const),
        async (events, last) => {
          const made = await manualUser(world, { tags: [{ Key: STRATEGY_TAG, Value: "alternating-users" }] });
          // So that the account carries the secret's mark: without it a user that changes itself replaces no unknown password.
          await made.secret.rotate();
          const history = new History(world, made);
          for (const event of events) {
            await history.play(event);
            expect(await opens(await made.secret.value())).toBe(true);
          }
          await history.switchTo(last);
          for (let rotation = 0; rotation < 2; rotation++) await made.secret.rotate();
          expect(await history.stillOpen()).toEqual([]);
          expect(await opens(await made.secret.value())).toBe(true);
        },
      ),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
  }, 600_000);
});
