import { RotationError } from "../../../rotation-fn/errors";
import type { Database } from "../../../rotation-fn/ports/database";
import { createSecret } from "../../../rotation-fn/steps/create-secret";
import { finishSecret } from "../../../rotation-fn/steps/finish-secret";
import { setSecret } from "../../../rotation-fn/steps/set-secret";
import { testSecret } from "../../../rotation-fn/steps/test-secret";
import { TestedVersions } from "../../../rotation-fn/steps/tested-versions";
import { SECRET, USER } from "../../support/memory/memory-world";
import { refusal, rotationInMemory, TOKEN, upTo } from "./rotation-in-memory";

const forgotten = () => ({ tested: new TestedVersions() });
const unanswered = new RotationError("network_unreachable", { problem: "no answer", remedy: "wait" });
/** A database that must not be asked. */
const UNASKED: Database = { login: () => Promise.reject(new Error("the database was asked")) };

/** A server that matches every login with an anonymous account. */
const anonymous = (database: Database): Database => ({
  login: async (request) => {
    const answer = await database.login(request);
    if (answer.kind !== "accepted") return answer;
    const identity = { ...answer.session.identity, account: { user: "", host: "%" } };
    return { kind: "accepted", session: { ...answer.session, identity } };
  },
});

describe("createSecret", () => {
  it("keeps the value that an earlier attempt stored, and says so", async () => {
    const { rotation, lines, world } = await upTo("createSecret");
    const stored = world.secrets.valueOf(SECRET, "AWSPENDING");
    await createSecret(await rotation());
    expect(world.secrets.valueOf(SECRET, "AWSPENDING")).toBe(stored);
    expect(lines).toContainEqual(["info", "pending-value-kept", { secret: SECRET, token: TOKEN }]);
  });

  it("stores under the version's id, with the label and the proof that Secrets Manager started it", async () => {
    const begun = await rotationInMemory();
    const stored: unknown[] = [];
    const { secrets } = await begun.rotation();
    const spied = { ...secrets, store: async (version: unknown) => void stored.push(version) };
    await createSecret(await begun.rotation({ secrets: spied, rotationToken: "proof" }));
    const version = { secretId: SECRET, versionId: TOKEN, label: "AWSPENDING", rotationToken: "proof" };
    expect(stored).toEqual([{ ...version, value: expect.stringContaining(`"username":"${USER}"`) }]);
  });

  it("hands on every other answer of Secrets Manager", async () => {
    const begun = await rotationInMemory();
    const { secrets } = await begun.rotation();
    const refused = new RotationError("secrets_manager_refused", { problem: "no", remedy: "look" });
    const store = () => Promise.reject(refused);
    await expect(createSecret(await begun.rotation({ secrets: { ...secrets, store } }))).rejects.toBe(refused);
  });

  it("refuses a writer in the value that cannot be one, before anything is stored", async () => {
    const { rotation, changeCurrent, world } = await rotationInMemory();
    changeCurrent({ ssl: false });
    await refusal(createSecret(await rotation()));
    expect(world.secrets.valueOf(SECRET, "AWSPENDING")).toBeUndefined();
  });
});

describe("setSecret", () => {
  it("refuses a version whose password AWSCURRENT has already: to set it again would end the one before", async () => {
    const { rotation, world } = await upTo("setSecret");
    await (await rotation()).secrets.moveCurrent(SECRET, TOKEN, world.secrets.versionOf(SECRET, "AWSCURRENT"));
    const error = await refusal(setSecret(await rotation({ database: UNASKED })));
    expect(error.code).toBe("version_not_pending");
    expect(error.message).toBe(
      `AWSCURRENT of ${SECRET} has the password that the version ${TOKEN} is to bring; allowed: a pending version with a ` +
        "password of its own; what to do: nothing, when this rotation has just been completed: the repetition of this step says " +
        "so; otherwise cancel it and start a new one (RotateSecret)",
    );
  });

  it("does not take another user with the same password for a rotation that is complete", async () => {
    const { rotation, changeCurrent, world } = await upTo("createSecret");
    const { password } = JSON.parse(world.secrets.valueOf(SECRET, "AWSPENDING") ?? "{}");
    changeCurrent({ password, username: `${USER}_reports` });
    expect((await refusal(setSecret(await rotation()))).code).not.toBe("version_not_pending");
  });
});

describe("testSecret", () => {
  it("names the server of a login that matched another account than the pending user's", async () => {
    const begun = await upTo("setSecret");
    const { database } = await begun.rotation();
    const error = await refusal(testSecret(await begun.rotation({ database: anonymous(database) })));
    expect(error).toMatchObject({ code: "account_incomplete", endpoint: { username: USER, host: "db.test" } });
  });
});

describe("finishSecret", () => {
  it("asks the database nothing where this process has just tested and compared the version", async () => {
    const { rotation, world } = await upTo("testSecret");
    await finishSecret(await rotation({ database: UNASKED }));
    expect(world.secrets.versionOf(SECRET, "AWSCURRENT")).toBe(TOKEN);
  });

  it("asks no more than the version's own value and login, where five minutes have passed since the test", async () => {
    const { rotation } = await upTo("testSecret");
    const { secrets } = await rotation();
    const reads: unknown[] = [];
    const read: typeof secrets.read = (secretId, selector) => {
      reads.push(selector);
      return secrets.read(secretId, selector);
    };
    const clock = { now: () => 300_000, sleep: async () => undefined };
    await finishSecret(await rotation({ clock, secrets: { ...secrets, read } }));
    expect(reads).toEqual([{ versionId: TOKEN, label: "AWSPENDING" }]);
  });

  it("attaches AWSCURRENT where no version has it: nothing is there that the rotation could undo", async () => {
    const { rotation, world } = await upTo("testSecret");
    const { secret } = await rotation();
    const labels = new Map([...secret.labels].filter(([, all]) => !all.includes("AWSCURRENT")));
    const moves: unknown[] = [];
    const { secrets } = await rotation();
    const moveCurrent = async (...move: unknown[]) => void moves.push(move);
    const read = () => Promise.reject(new Error("a value was read"));
    await finishSecret(
      await rotation({ secret: { ...secret, labels }, database: UNASKED, secrets: { ...secrets, moveCurrent, read } }),
    );
    expect(moves).toEqual([[SECRET, TOKEN, undefined]]);
    expect(world.secrets.versionOf(SECRET, "AWSPENDING")).toBe(TOKEN);
  });

  it("tests the version itself in another process, and after five minutes", async () => {
    const { rotation } = await upTo("testSecret");
    await expect(finishSecret(await rotation({ database: UNASKED, ...forgotten() }))).rejects.toThrow("was asked");
    const clock = { now: () => 300_000, sleep: async () => undefined };
    await expect(finishSecret(await rotation({ database: UNASKED, clock }))).rejects.toThrow("was asked");
  });

  it("refuses a version that does not log in, with why, and does not move AWSCURRENT", async () => {
    const { rotation, world } = await upTo("createSecret");
    const error = await refusal(finishSecret(await rotation(forgotten())));
    expect(error).toMatchObject({ code: "version_not_tested", effect: "none", cause: { code: "login_refused" } });
    expect(error.message).toMatch(
      new RegExp(
        `^finishSecret was called for version ${TOKEN} of ${SECRET}, which does not log in; found: login_refused: .*; ` +
          "allowed: a version that testSecret has proved; what to do: start the rotation again \\(RotateSecret\\), which runs " +
          "the steps in their order; AWSCURRENT was not moved$",
      ),
    );
    expect(world.secrets.versionOf(SECRET, "AWSCURRENT")).not.toBe(TOKEN);
  });

  it("refuses a version without a value, and one whose value cannot be used, in the same way", async () => {
    const empty = await rotationInMemory();
    expect(await refusal(finishSecret(await empty.rotation()))).toMatchObject({
      code: "version_not_tested",
      cause: { code: "version_not_found" },
    });
    const { secrets } = await empty.rotation();
    const value = '{"dbname":1,"masterarn":1,"port":0}';
    await secrets.store({ secretId: SECRET, versionId: TOKEN, value, label: "AWSPENDING" });
    const error = await refusal(finishSecret(await empty.rotation()));
    expect(error).toMatchObject({ code: "version_not_tested", cause: { code: "bad_secret_value" } });
    expect(error.parts.found).toHaveLength(600);
  });

  it("refuses a version whose login matches another account in the same way", async () => {
    const { rotation } = await upTo("setSecret");
    const { database } = await rotation();
    const error = await refusal(finishSecret(await rotation({ ...forgotten(), database: anonymous(database) })));
    expect(error).toMatchObject({ code: "version_not_tested", cause: { code: "account_incomplete" } });
  });

  it("hands on that the server did not answer: that says nothing of the version", async () => {
    const { rotation } = await upTo("setSecret");
    const database: Database = { login: async () => ({ kind: "unknown", error: unanswered }) };
    expect((await refusal(finishSecret(await rotation({ ...forgotten(), database })))).code).toBe(
      "network_unreachable",
    );
  });

  it("does not take an AWSCURRENT that it cannot read for one that nobody can use: a change in it would be undone", async () => {
    const { rotation, world } = await upTo("setSecret");
    const { secrets } = await rotation();
    const lost = new RotationError("secrets_manager_unavailable", { problem: "no", remedy: "wait" });
    const read: typeof secrets.read = (secretId, selector) =>
      selector.label === "AWSCURRENT" ? Promise.reject(lost) : secrets.read(secretId, selector);
    await expect(finishSecret(await rotation({ ...forgotten(), secrets: { ...secrets, read } }))).rejects.toBe(lost);
    expect(world.secrets.versionOf(SECRET, "AWSCURRENT")).not.toBe(TOKEN);
  });

  it("replaces a value that nobody can use, and says where it stays", async () => {
    const { rotation, world, lines } = await upTo("setSecret");
    const { secrets } = await rotation();
    await secrets.store({ secretId: SECRET, versionId: "by-hand".padEnd(32, "-"), value: "{}", label: "AWSCURRENT" });
    await finishSecret(await rotation(forgotten()));
    expect(world.secrets.versionOf(SECRET, "AWSCURRENT")).toBe(TOKEN);
    expect(lines).toContainEqual([
      "warn",
      "unusable-value-replaced",
      { secret: SECRET, why: expect.stringContaining("cannot be used"), hint: "AWSPREVIOUS holds it" },
    ]);
  });

  it("compares again where AWSCURRENT was changed since setSecret, and names the server of what it finds", async () => {
    const { rotation, changeCurrent, world } = await upTo("testSecret");
    changeCurrent({ note: "mine" });
    expect(await refusal(finishSecret(await rotation()))).toMatchObject({ code: "pending_outdated" });
    expect(world.secrets.versionOf(SECRET, "AWSCURRENT")).not.toBe(TOKEN);
  });

  it("takes a refused move for done where another process has moved AWSCURRENT meanwhile", async () => {
    const { rotation, lines } = await upTo("testSecret");
    const late = await rotation();
    await finishSecret(await rotation());
    await finishSecret(late);
    expect(lines).toContainEqual(["info", "moved-before", { secret: SECRET, token: TOKEN }]);
  });

  it("hands on a refused move where AWSCURRENT is elsewhere, and any other error of Secrets Manager", async () => {
    const { rotation } = await upTo("testSecret");
    const { secrets } = await rotation();
    for (const code of ["secrets_manager_refused", "secrets_manager_unavailable"] as const) {
      const error = new RotationError(code, { problem: "no", remedy: "look" });
      const failing = { ...secrets, moveCurrent: () => Promise.reject(error) };
      await expect(finishSecret(await rotation({ secrets: failing }))).rejects.toBe(error);
    }
    await secrets.moveCurrent(SECRET, TOKEN, (await secrets.describe(SECRET)).labels.keys().next().value);
    const lost = new RotationError("secrets_manager_unavailable", { problem: "no", remedy: "look" });
    const failing = { ...secrets, moveCurrent: () => Promise.reject(lost) };
    await expect(finishSecret(await rotation({ secrets: failing }))).rejects.toBe(lost);
  });
});
