import { finishSecret } from "../../../rotation-fn/steps/finish-secret";
import { setSecret } from "../../../rotation-fn/steps/set-secret";
import { TestedVersions } from "../../../rotation-fn/steps/tested-versions";
import { SECRET } from "../../support/memory/memory-world";
import { refusal, upTo } from "./rotation-in-memory";

const forgotten = () => ({ tested: new TestedVersions() });

describe("a value that was changed while its rotation was pending", () => {
  const problem = `the value of ${SECRET} was changed after this rotation had copied it, and its end would undo that`;
  const differ = (names: string) =>
    `found: AWSCURRENT and AWSPENDING differ in ${names}; allowed: no difference but user name and password; what to do: `;

  it("stops the rotation, with the command that cancels, as long as the database has not got the pending password", async () => {
    const { rotation, changeCurrent } = await upTo("createSecret");
    changeCurrent({ note: "mine", dbname: "other" });
    const error = await refusal(setSecret(await rotation()));
    expect(error).toMatchObject({ code: "pending_outdated", effect: "none", action: { kind: "cancel" } });
    expect(error.message).toBe(
      `${problem}; ${differ('"dbname", "note"')}nothing was changed. The database does not have the pending password: cancel the rotation and start a new one`,
    );
  });

  it("stops it with the same command once the database has the password, where AWSCURRENT logs in too", async () => {
    const { rotation, changeCurrent, world } = await upTo("setSecret");
    const before = world.database.snapshot();
    changeCurrent({ note: "mine" });
    const error = await refusal(setSecret(await rotation()));
    expect(error).toMatchObject({ code: "pending_outdated", action: { kind: "cancel" } });
    expect(error.message).toBe(
      `${problem}; ${differ('"note"')}cancel the rotation and start a new one: AWSCURRENT logs in, and the new rotation ends the pending password`,
    );
    expect(world.database.snapshot()).toEqual(before);
  });

  it.each([
    ["engine", "aurora-mysql"],
    ["host", "other"],
    ["port", 3307],
    ["dbname", "x"],
    ["ssl", "true"],
    ["writerHost", "writer"],
    ["writerPort", 1],
  ])(
    "forbids to cancel where AWSCURRENT is refused and %s differs: the pending version cannot be tested",
    async (key, value) => {
      const { rotation, changeCurrent } = await upTo("setSecret");
      changeCurrent({ [key]: value, note: "mine", password: "refused" });
      const error = await refusal(setSecret(await rotation()));
      expect(error.code).toBe("pending_outdated");
      expect(error.action).toBeUndefined();
      expect(error.message).toContain(
        `${problem}; ${differ(`"${key}", "note"`)}do not cancel: AWSCURRENT is refused. First, `,
      );
    },
  );

  it("continues where AWSCURRENT is refused and only notes of people's differ, and says where their change stays", async () => {
    const { rotation, changeCurrent, lines } = await upTo("setSecret");
    changeCurrent({ note: { by: "a person" }, team: "shop", password: "refused" });
    await finishSecret(await rotation(forgotten()));
    expect(lines).toContainEqual([
      "warn",
      "value-changed-since",
      {
        secret: SECRET,
        members: '"note", "team"',
        remedy:
          "the rotation ends with what it copied; when it is complete, put the change again (AWSPREVIOUS holds it)",
      },
    ]);
  });

  it("names at most ten members, each by its first 60 characters", async () => {
    const { rotation, changeCurrent } = await upTo("createSecret");
    const names = Array.from({ length: 11 }, (_, index) => `m${index}`);
    changeCurrent({ ["k".repeat(61)]: 1, ...Object.fromEntries(names.map((name) => [name, 1])) });
    const { message } = await refusal(setSecret(await rotation()));
    const shown = ["k".repeat(60), ...names.slice(0, 9)].map((name) => `"${name}"`).join(", ");
    expect(message).toContain(differ(shown));
  });

  it("does not mind the order of members, nor blanks between them", async () => {
    const { rotation, world } = await upTo("createSecret");
    const { secrets } = await rotation();
    const value = JSON.parse(world.secrets.valueOf(SECRET, "AWSCURRENT") ?? "{}");
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(value).reverse()), undefined, 2);
    await secrets.store({
      secretId: SECRET,
      versionId: "by-hand".padEnd(32, "-"),
      value: reversed,
      label: "AWSCURRENT",
    });
    await expect(setSecret(await rotation())).resolves.toBeUndefined();
  });
});
