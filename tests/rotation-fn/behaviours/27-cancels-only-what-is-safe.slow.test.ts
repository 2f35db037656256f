import { TagResourceCommand } from "@aws-sdk/client-secrets-manager";
import { STRATEGY_TAG, type StrategyName } from "../../../rotation-fn/settings";
import { type ManualUser, manualUser } from "../../support/manual-user";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { opens, unlabelledPasswords } from "../../support/unlabelled-passwords";
import { runPrinted } from "./printed-command";

type Step = "createSecret" | "setSecret" | "testSecret" | "finishSecret";
const STEPS: readonly Step[] = ["createSecret", "setSecret", "testSecret", "finishSecret"];

describe("27. A command that cancels is printed only where nobody needs the pending password", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  /** A user of one password where it rotates itself: without APPLICATION_PASSWORD_ADMIN, and on MariaDB. */
  const begun = async (strategy: StrategyName, ...steps: Step[]): Promise<{ made: ManualUser; token: string }> => {
    const made = await manualUser(world, { tags: [{ Key: STRATEGY_TAG, Value: strategy }] });
    await made.secret.rotate();
    const token = await made.secret.begin();
    for (const step of steps) await made.secret.step(step, token);
    return { made, token };
  };
  const switchTo = ({ secret }: ManualUser, strategy: StrategyName) =>
    world.client.send(new TagResourceCommand({ SecretId: secret.arn, Tags: [{ Key: STRATEGY_TAG, Value: strategy }] }));
  /** The error of a step and the command of its line. */
  const failure = async ({ secret }: ManualUser, token: string, step: Step = "setSecret") => {
    world.logs();
    const error = await secret.step(step, token).catch((thrown: unknown) => thrown);
    const line = world.logs().find(({ outcome }) => outcome === "failed");
    return { error: error as Error & { code: string; effect: string }, command: String(line?.command) };
  };
  const pendingToken = async ({ secret }: ManualUser): Promise<string> => {
    const labels = await secret.labels();
    return Object.keys(labels).find((id) => labels[id]?.includes("AWSPENDING")) ?? "";
  };
  /** What Secrets Manager does after the pasted command has asked it to rotate. */
  const complete = async (made: ManualUser): Promise<void> => {
    const token = await pendingToken(made);
    for (const step of STEPS) await made.secret.step(step, token);
    expect(await opens(await made.secret.value())).toBe(true);
    expect((await made.secret.labels())[token]).toContain("AWSCURRENT");
  };

  describe("the strategy was changed while a rotation was pending", () => {
    it("puts the tag back where the pending password is the only one that works", async () => {
      const { made, token } = await begun("single-user", "createSecret", "setSecret");
      expect(await opens(await made.secret.value())).toBe(false);
      await switchTo(made, "alternating-users");
      const { error, command } = await failure(made, token);
      expect(error).toMatchObject({ code: "user_mismatch", effect: "none" });
      expect(error.message).toMatch(/the database has its password already; .*do not cancel/);
      expect(command).toMatch(/^aws secretsmanager tag-resource .* && aws secretsmanager rotate-secret /);
      await runPrinted(world.client, command);
      await complete(made);
      await switchTo(made, "alternating-users");
      await made.secret.rotate();
      expect((await made.secret.value()).username).toBe(made.clone);
    });

    it("puts the tag back where the alternate user has the pending password", async () => {
      const { made, token } = await begun("alternating-users", "createSecret", "setSecret");
      await switchTo(made, "admin-rotated");
      const { error, command } = await failure(made, token);
      expect(error).toMatchObject({ code: "user_mismatch" });
      await runPrinted(world.client, command);
      await complete(made);
    });

    it.each([
      ["alternating-users", "single-user"],
      ["alternating-users", "admin-rotated"],
      ["single-user", "alternating-users"],
    ] as const)("cancels what the database has not got: %s to %s", async (before, after) => {
      const { made, token } = await begun(before, "createSecret");
      await switchTo(made, after);
      const { error, command } = await failure(made, token);
      expect(error).toMatchObject({ code: "user_mismatch", effect: "none" });
      expect(command).toMatch(new RegExp(`--remove-from-version-id ${token} && aws secretsmanager rotate-secret`));
      await runPrinted(world.client, command);
      await complete(made);
    });
  });

  describe("the value in AWSCURRENT was changed while a rotation was pending", () => {
    const change = async ({ secret }: ManualUser, different: Record<string, unknown>): Promise<void> =>
      secret.put({ ...(await secret.value()), ...different });

    it("does not put a corrected masterarn back to the wrong one", async () => {
      const { made } = await begun("alternating-users", ...STEPS);
      const wrong = "arn:aws:secretsmanager:us-east-1:123456789012:secret:nobody-AbCdEf";
      await change(made, { masterarn: wrong });
      const token = await made.secret.begin();
      await made.secret.step("createSecret", token);
      await expect(made.secret.step("setSecret", token)).rejects.toThrow();
      await change(made, { masterarn: world.adminArn });
      const { error, command } = await failure(made, token);
      expect(error).toMatchObject({ code: "pending_outdated", effect: "none" });
      expect(error.message).toContain('AWSCURRENT and AWSPENDING differ in "masterarn"');
      await runPrinted(world.client, command);
      await complete(made);
      expect((await made.secret.value()).masterarn).toBe(world.adminArn);
    });

    it.each(["alternating-users", "admin-rotated"] as const)(
      "%s: a key that was added after setSecret is in the value that the next rotation ends with",
      async (strategy) => {
        const { made, token } = await begun(strategy, "createSecret", "setSecret");
        await change(made, { note: "added while a rotation was pending" });
        const { error, command } = await failure(made, token);
        expect(error).toMatchObject({ code: "pending_outdated" });
        await runPrinted(world.client, command);
        await complete(made);
        expect(await made.secret.value()).toMatchObject({ note: "added while a rotation was pending" });
        expect(await unlabelledPasswords(made.secret)).toEqual([]);
      },
    );

    it("goes on where the pending password is the only one that works, and says what is to be put again", async () => {
      const { made, token } = await begun("single-user", "createSecret", "setSecret");
      await change(made, { note: "added while a rotation was pending" });
      world.logs();
      for (const step of STEPS) await made.secret.step(step, token);
      expect(world.logs()).toContainEqual(
        expect.objectContaining({ event: "value-changed-since", level: "warn", members: '"note"' }),
      );
      expect(await opens(await made.secret.value())).toBe(true);
      expect(await made.secret.value("AWSPREVIOUS")).toHaveProperty("note");
    });

    it.each(["alternating-users", "admin-rotated"] as const)(
      "%s: a key that was added between testSecret and finishSecret is not lost",
      async (strategy) => {
        const { made, token } = await begun(strategy, "createSecret", "setSecret", "testSecret");
        await change(made, { note: "added at the last moment" });
        const { error, command } = await failure(made, token, "finishSecret");
        expect(error).toMatchObject({ code: "pending_outdated", effect: "none" });
        expect(error.message).toContain('AWSCURRENT and AWSPENDING differ in "note"');
        await runPrinted(world.client, command);
        await complete(made);
        expect(await made.secret.value()).toMatchObject({ note: "added at the last moment" });
        expect(await unlabelledPasswords(made.secret)).toEqual([]);
      },
    );

    it("ends where the pending password is the only one that works, and says what was changed at the last moment", async () => {
      const { made, token } = await begun("single-user", "createSecret", "setSecret", "testSecret");
      await change(made, { note: "added at the last moment" });
      world.logs();
      await made.secret.step("finishSecret", token);
      expect(world.logs()).toContainEqual(
        expect.objectContaining({ event: "value-changed-since", level: "warn", members: '"note"' }),
      );
      expect(await opens(await made.secret.value())).toBe(true);
      expect(await made.secret.value("AWSPREVIOUS")).toHaveProperty("note");
    });

    it("prints no command that cancels where the pending password is the only one that works and the address has changed", async () => {
      const { made, token } = await begun("single-user", "createSecret", "setSecret");
      await change(made, { dbname: "information_schema" });
      const { error, command } = await failure(made, token);
      expect(error).toMatchObject({ code: "pending_outdated", effect: "none" });
      expect(error.message).toMatch(/do not cancel: AWSCURRENT is refused.*as the admin, set the password of /);
      expect(command).not.toContain("--remove-from-version-id");
      const { username, password } = await made.secret.value();
      await made.sql(`ALTER USER \`${username}\`@'%' IDENTIFIED BY '${password.replace(/[\\']/g, "\\$&")}'`);
      const again = await failure(made, token);
      await runPrinted(world.client, again.command);
      await complete(made);
      expect((await made.secret.value()).dbname).toBe("information_schema");
    });

    it("takes other white space and another order of the keys for no change", async () => {
      const { made, token } = await begun("alternating-users", "createSecret");
      const value = await made.secret.value();
      await made.secret.put(JSON.stringify(Object.fromEntries(Object.entries(value).reverse()), null, 2));
      for (const step of STEPS) await made.secret.step(step, token);
      expect(await opens(await made.secret.value())).toBe(true);
    });
  });
});
