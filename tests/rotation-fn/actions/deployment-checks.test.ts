import { requireProvisionable } from "../../../rotation-fn/actions/provision-input";
import { requirePlannedCode } from "../../../rotation-fn/actions/require-planned-code";
import { hasRotatedSince, rotationBaseline } from "../../../rotation-fn/actions/rotation-baseline";
import { trackAppUsers } from "../../../rotation-fn/actions/track-app-users";
import { RotationError } from "../../../rotation-fn/errors";
import type { AwaitRotationEvent, ProvisionEvent, TrackAppUsersEvent } from "../../../rotation-fn/event";
import type { SecretDescription, SecretStore } from "../../../rotation-fn/ports/secret-store";
import { STRATEGY_NAMES, type StrategyName } from "../../../rotation-fn/settings";

const secretWith = (members: Partial<SecretDescription>) =>
  ({ arn: "arn", name: "app", deleted: false, tags: new Map(), labels: new Map(), ...members }) as SecretDescription;

describe("the planned code", () => {
  const waitingFor = (codeDigest?: string) => ({ codeDigest }) as AwaitRotationEvent;

  it("is what runs, or is not known", () => {
    expect(() => requirePlannedCode(waitingFor("aa"), () => "aa")).not.toThrow();
    const unread = () => {
      throw new Error("the digest is not needed");
    };
    expect(() => requirePlannedCode(waitingFor(), unread)).not.toThrow();
  });

  it("is named beside that which runs, with the command that uploads it", () => {
    expect(() => requirePlannedCode(waitingFor("bb"), () => "aa")).toThrow(
      expect.objectContaining({
        code: "code_not_deployed",
        parts: {
          problem:
            "the function does not run the code that was planned: its last update was refused, or came after the plan",
          found: "a package with the digest aa",
          allowed: "bb",
          remedy: expect.stringMatching(
            /^upload the package \(aws lambda update-function-code .*repeat the deployment$/,
          ),
        },
      }),
    );
  });
});

describe("the baseline of a rotation", () => {
  const labels = new Map([["v1", ["AWSCURRENT"]]]);
  const baselineOf = (secret: SecretDescription) =>
    rotationBaseline(
      { action: "rotation-baseline", secretId: "app" },
      { secrets: { describe: async () => secret } as unknown as SecretStore },
    );

  it("is the current version and when it was rotated", async () => {
    expect(await baselineOf(secretWith({}))).toEqual({ secretId: "arn", versionId: null, rotatedAt: null });
    expect(await baselineOf(secretWith({ labels, lastRotatedAt: new Date(0) }))).toEqual({
      ...{ secretId: "arn", versionId: "v1", rotatedAt: "1970-01-01T00:00:00.000Z" },
    });
  });

  it("is left behind only by another version and a later date together", () => {
    const before = { versionId: "v0", rotatedAt: "1970-01-01T00:00:00.000Z" };
    const later = new Date(1);
    expect(hasRotatedSince(before, secretWith({ labels, lastRotatedAt: later }))).toBe(true);
    expect(hasRotatedSince({ ...before, versionId: "v1" }, secretWith({ labels, lastRotatedAt: later }))).toBe(false);
    expect(hasRotatedSince(before, secretWith({ labels, lastRotatedAt: new Date(0) }))).toBe(false);
    expect(hasRotatedSince(before, secretWith({ labels, lastRotatedAt: undefined }))).toBe(false);
  });
});

describe("tracked app users", () => {
  const at = (host: string, port: number, prev_input?: unknown) =>
    trackAppUsers({
      ...{ action: "track-app-users", secretId: "app", username: "shop", host, port },
      ...(prev_input === undefined ? {} : { tf: { action: "update", prev_input } }),
    } as unknown as TrackAppUsersEvent);

  it("are at one address where nothing else was known", () => {
    const now = { secretId: "app", user: "shop", addresses: [{ host: "db.test", port: 3306 }] };
    for (const before of [undefined, null, {}, { host: "old.test" }, { host: 7, port: 3306 }, { port: 3306 }])
      expect(at("db.test", 3306, before)).toEqual(now);
    expect(at("db.test", 3306, { host: "old.test", port: "3306" })).toEqual(now);
    expect(at("db.test", 3306, { host: "DB.test.", port: 3306 })).toEqual(now);
  });

  it("are at the old address too after a move", () => {
    const [moved, sameHost] = [at("db.test", 3306, { host: "old.test", port: 3306 }), { host: "db.test", port: 3307 }];
    expect(moved.addresses).toEqual([
      { host: "db.test", port: 3306 },
      { host: "old.test", port: 3306 },
    ]);
    expect(at("db.test", 3306, sameHost).addresses).toEqual([{ host: "db.test", port: 3306 }, sameHost]);
  });
});

describe("a provision event", () => {
  const event = {
    ...{ action: "provision", secretId: "app", host: "db", port: 3306, dbname: "shop", username: "shop" },
    ...{ adminSecretId: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-AbCdEf", userHost: "%" },
    privileges: ["SELECT"],
  } as ProvisionEvent;
  const problemsOf = (members: Partial<ProvisionEvent>, strategy: StrategyName = "single-user", deleted = false) => {
    try {
      requireProvisionable({ ...event, ...members }, secretWith({ deleted }), strategy);
      return undefined;
    } catch (error) {
      if (!(error instanceof RotationError)) throw error;
      expect(error.code).toBe("bad_event");
      expect(error.parts.remedy).toBe("correct the environment file and apply again; nothing was done");
      return error.parts.problem.replace("the provision event cannot be carried out: ", "");
    }
  };

  it("is carried out with every privilege that a database has", () => {
    const every =
      "ALTER, ALTER ROUTINE, CREATE, CREATE ROUTINE, CREATE TEMPORARY TABLES, CREATE VIEW, DELETE, DROP, EVENT, EXECUTE, " +
      "INDEX, INSERT, LOCK TABLES, REFERENCES, SELECT, SHOW VIEW, TRIGGER, UPDATE";
    expect(problemsOf({ privileges: every.split(", ") })).toBeUndefined();
    expect(problemsOf({ privileges: ["FILE", "SELECT", "SUPER"] })).toBe(
      `privileges: found FILE, SUPER, allowed: ${every}`,
    );
  });

  it.each(["mysql", "sys", "information_schema", "performance_schema", "innodb", "MySQL"])(
    "is refused for the server's own database %s",
    (dbname) =>
      expect(problemsOf({ dbname })).toBe(`dbname: found "${dbname}", allowed: a database of the application`),
  );

  it("is refused with every problem in one sentence", () => {
    const long = "a".repeat(70);
    expect(problemsOf({ dbname: "sys", adminSecretId: long }, "single-user", true)).toBe(
      'dbname: found "sys", allowed: a database of the application; ' +
        `adminSecretId: found "${"a".repeat(60)}", allowed: the ARN of the admin secret; ` +
        "secretId: found app, which is scheduled for deletion, allowed: a secret in use",
    );
    expect(problemsOf({ adminSecretId: "admin-arn:" })).toContain("allowed: the ARN of the admin secret");
  });

  it.each(STRATEGY_NAMES)("has a user name that fits the server, under %s", (strategy) => {
    const length = (characters: number) => "u".repeat(characters);
    const isPair = strategy === "alternating-users";
    const limit = isPair ? 26 : 32;
    const why = isPair ? `, because "${length(27)}_clone" must have at most 32` : "";
    expect(problemsOf({ username: length(limit) }, strategy)).toBeUndefined();
    expect(problemsOf({ username: length(limit + 1) }, strategy)).toBe(
      `username: found ${limit + 1} characters, allowed: ${limit}${why}`,
    );
    expect(problemsOf({ username: length(limit + 1), engine: "mariadb" }, strategy)).toBeUndefined();
  });

  it("names the user that looks like an alternate one", () => {
    expect(problemsOf({ username: "shop_clone" }, "alternating-users")).toBe(
      "username: found \"shop_clone\", allowed: a name that does not end like an alternate user's, or the first one of the secret's tag",
    );
    expect(problemsOf({ username: "shop_clone" })).toBeUndefined();
  });
});
