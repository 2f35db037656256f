import { type ErrorCode, RotationError } from "../../../rotation-fn/errors";
import type { DatabaseSession, LoginRequest } from "../../../rotation-fn/ports/database";
import { parseSecretValue } from "../../../rotation-fn/secret-value";
import { readSettings } from "../../../rotation-fn/settings";
import {
  logPasswordChange,
  provePending,
  resyncInstructions,
  unlabelledVersions,
} from "../../../rotation-fn/strategies/password-change";
import {
  cancellable,
  hasCurrentPassword,
  hasPendingPassword,
  isPasswordRefusal,
  requirePendingUser,
} from "../../../rotation-fn/strategies/pending-evidence";
import { readPrevious } from "../../../rotation-fn/strategies/previous-value";
import type { StrategyContext } from "../../../rotation-fn/strategies/strategy";

const ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf";
const valueWith = (members: object) =>
  parseSecretValue(
    JSON.stringify({ engine: "mysql", host: "db.test", username: "app", password: "old", dbname: "shop", ...members }),
    "shop",
  );
const current = valueWith({});
const pending = valueWith({ username: "app_clone", password: "new", dbname: "wrong", host: "other.test" });
const refusal = (code: ErrorCode) => new RotationError(code, { problem: "refused", remedy: "look" });

/** A context in which logins are answered with an error, or accepted; with what was asked, closed and logged. */
function contextWith(code?: ErrorCode, labels: Record<string, string[]> = {}) {
  const seen = { logins: [] as LoginRequest[], closed: 0, logged: [] as unknown[] };
  const session = { close: async () => void seen.closed++ } as unknown as DatabaseSession;
  const context = {
    secret: { name: "shop", arn: ARN, tags: new Map(), labels: new Map(Object.entries(labels)) },
    settings: readSettings({}),
    log: { info: (...said: unknown[]) => void seen.logged.push(said) },
    database: {
      login: async (request: LoginRequest) => {
        seen.logins.push(request);
        return code === undefined ? { kind: "accepted", session } : { kind: "rejected", error: refusal(code) };
      },
    },
  } as unknown as StrategyContext;
  return { context, seen };
}

describe("the pending password", () => {
  it("is asked for at the address in AWSCURRENT, without a database, and the session ends", async () => {
    const { context, seen } = contextWith();
    await expect(hasPendingPassword(current, pending, context)).resolves.toBe(true);
    await expect(hasCurrentPassword(current, context)).resolves.toBe(true);
    const server = { host: "db.test", port: 3306, transport: "verified" };
    expect(seen.logins).toEqual([
      { ...server, username: "app_clone", password: "new" },
      { ...server, username: "app", password: "old" },
    ]);
    expect(seen.closed).toBe(2);
  });

  it("is not there where its login is refused, and nothing is known after another answer", async () => {
    await expect(hasPendingPassword(current, pending, contextWith("login_refused").context)).resolves.toBe(false);
    await expect(hasPendingPassword(current, pending, contextWith("account_locked").context)).rejects.toMatchObject({
      code: "account_locked",
    });
  });

  it("that logs in was set before, whatever the server refused", async () => {
    const { context, seen } = contextWith();
    await expect(provePending(pending, context, refusal("password_reused"))).resolves.toBe("set-before");
    expect([seen.logins, seen.closed]).toMatchObject([[{ host: "other.test", database: "wrong" }], 1]);
  });

  it("that does not log in can be cancelled where the server does not take it", async () => {
    const { context } = contextWith("login_refused");
    for (const code of ["password_reused", "password_rejected"] as const)
      await expect(provePending(pending, context, refusal(code))).rejects.toMatchObject({
        ...{ code, action: { kind: "cancel" } },
        message: expect.stringContaining(
          "look. The database does not have the pending password: cancel the rotation and start a new one",
        ),
      });
    const other = refusal("missing_privilege");
    await expect(provePending(pending, context, other)).rejects.toBe(other);
    expect([isPasswordRefusal(other), isPasswordRefusal(new Error("a defect"))]).toEqual([false, false]);
  });

  it("keeps what an error says when it becomes one that can be cancelled", () => {
    const endpoint = { username: "app", host: "db.test", port: 3306 };
    const parts = { problem: "refused", found: "1819", allowed: "more", remedy: "look" };
    const error = new RotationError("password_rejected", parts, {
      ...{ effect: "unknown", cause: "1819", endpoint, needsHuman: true, adminSecretId: "admin" },
    });
    expect(cancellable(error)).toMatchObject({
      ...{ code: "password_rejected", effect: "unknown", cause: "1819", endpoint, action: { kind: "cancel" } },
      ...{ needsHuman: true, adminSecretId: "admin" },
      parts: { ...parts, remedy: expect.stringMatching(/^look\. The database/) },
    });
    expect(cancellable(refusal("password_reused")).endpoint).toBeUndefined();
  });
});

describe("a pending version of another user than the strategy's", () => {
  const required = (code?: ErrorCode, labels?: Record<string, string[]>, of = pending) =>
    requirePendingUser("app", current, of, contextWith(code, labels).context);
  const common = {
    problem: "the pending version is for another user than this strategy changes",
    allowed: "'app'",
  };

  it("is no matter where it is the same user, and nobody logs in", async () => {
    const { context, seen } = contextWith("login_refused");
    await expect(requirePendingUser("app_clone", current, pending, context)).resolves.toBeUndefined();
    expect(seen.logins).toEqual([]);
  });

  it("is cancelled where the database does not have its password", async () => {
    await expect(required("login_refused")).rejects.toMatchObject({
      code: "user_mismatch",
      action: { kind: "cancel" },
      parts: {
        ...common,
        found: "'app_clone'",
        remedy: expect.stringMatching(
          /^the tag of the strategy, or that of the users, was changed since this rotation began\. The database/,
        ),
      },
    });
  });

  it("was AWSCURRENT where it has AWSPREVIOUS, and becomes it again", async () => {
    const labels = { "v-1": ["AWSPENDING", "AWSPREVIOUS"], "v-2": ["AWSCURRENT"] };
    await expect(required(undefined, labels)).rejects.toMatchObject({
      code: "user_mismatch",
      action: { kind: "move-current-back", to: "v-1", from: "v-2" },
      parts: {
        ...common,
        found: "'app_clone', which was AWSCURRENT until the label was moved by hand, and logs in",
        remedy: "move AWSCURRENT back to that version; then start the rotation again",
      },
    });
  });

  it.each<Record<string, string[]>>([
    {},
    { "v-1": ["AWSPENDING"], "v-2": ["AWSCURRENT"] },
    { "v-1": ["AWSPENDING", "AWSPREVIOUS"] },
    { "v-2": ["AWSCURRENT"], "v-3": ["AWSPREVIOUS"] },
  ])("ends with the strategy that began it, with the labels %j", async (labels) => {
    const remedy = (strategy: string) =>
      `do not cancel: the pending version may hold the only password that works. Put the tag rotation:strategy (or rotation:usernames) back to what it was when this rotation began (${strategy}), start the rotation again, and change the tag when it is complete`;
    await expect(required(undefined, labels)).rejects.toMatchObject({
      code: "user_mismatch",
      action: { kind: "restore-strategy", strategy: "alternating-users" },
      parts: {
        ...common,
        found: "'app_clone', and the database has its password already",
        remedy: remedy("alternating-users"),
      },
    });
    const { context } = contextWith(undefined, labels);
    await expect(requirePendingUser("app_clone", current, current, context)).rejects.toMatchObject({
      action: { kind: "restore-strategy", strategy: "admin-rotated" },
      parts: { remedy: remedy("admin-rotated or single-user") },
    });
  });
});

describe("a changed password in the log", () => {
  it.each([
    ["set-before", ["password-set-before", { account: "'app'@'%'" }]],
    ["retained", ["password-changed", { account: "'app'@'%'", passwordChange: "retained" }]],
    [
      "replaced",
      [
        "password-changed",
        {
          ...{ account: "'app'@'%'", passwordChange: "replaced" },
          hint: "until finishSecret, new logins with AWSCURRENT fail; GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO 'app'@'%' avoids it",
        },
      ],
    ],
    [
      "window",
      [
        "password-changed",
        {
          ...{ account: "'app'@'%'", passwordChange: "window" },
          hint: "until finishSecret, new logins with AWSCURRENT fail; the strategy admin-rotated or alternating-users avoids it",
        },
      ],
    ],
  ] as const)("says what became of the one before: %s", (change, line) => {
    const { context, seen } = contextWith();
    logPasswordChange(context, { user: "app", host: "%" }, change);
    expect(seen.logged).toEqual([line]);
    expect(Object.keys((line as readonly [string, object])[1])).toEqual(
      Object.keys((seen.logged as [string, object][])[0]?.[1] ?? {}),
    );
  });

  it("can be brought together with the secret again by a person", () => {
    const { context } = contextWith(undefined, { "v-1": ["AWSPENDING"] });
    const text = (version: string) =>
      `as the admin, set the password of 'app' to the one in AWSCURRENT (ALTER USER … IDENTIFIED BY …), which applications hold; then aws secretsmanager rotate-secret --secret-id shop, which continues ${version}`;
    expect(resyncInstructions(context, "app")).toBe(text("v-1"));
    expect(resyncInstructions(contextWith().context, "app")).toBe(text("the pending version"));
    expect(unlabelledVersions(context)).toBe(
      "a rotation that was cancelled may have left the password in a version without a label: aws secretsmanager list-secret-version-ids --include-deprecated --secret-id shop, then get-secret-value --version-id <id> for each, and try its login",
    );
  });
});

describe("the value in AWSPREVIOUS", () => {
  const read = async (answer: () => string, labels: Record<string, string[]> = { "v-0": ["AWSPREVIOUS"] }) => {
    const asked: unknown[] = [];
    const { context } = contextWith(undefined, labels);
    const secrets = {
      read: async (...all: unknown[]) => {
        asked.push(all);
        return answer();
      },
    };
    const value = await readPrevious({ ...context, secrets } as unknown as StrategyContext);
    return { value, asked };
  };

  it("is read by its label, where there is one", async () => {
    expect(await read(() => current.text)).toEqual({ value: current, asked: [[ARN, { label: "AWSPREVIOUS" }]] });
    expect(await read(() => current.text, { "v-1": ["AWSCURRENT"] })).toEqual({ value: undefined, asked: [] });
  });

  it("is none where it is not there or no value, and nothing else is taken for that", async () => {
    const failing = (error: Error) =>
      read(() => {
        throw error;
      });
    expect((await read(() => "{}")).value).toBeUndefined();
    expect((await failing(refusal("version_not_found"))).value).toBeUndefined();
    for (const error of [refusal("secrets_manager_unavailable"), new Error("a defect")])
      await expect(failing(error)).rejects.toBe(error);
  });
});
