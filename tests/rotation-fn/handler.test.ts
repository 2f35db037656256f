import { jsonLog } from "../../rotation-fn/adapters/json-log";
import { RotationError } from "../../rotation-fn/errors";
import { createHandler, type Handler } from "../../rotation-fn/handler";
import type { SecretStore } from "../../rotation-fn/ports/secret-store";
import { readSettings } from "../../rotation-fn/settings";
import { everythingOf } from "../support/secret-forms";

const EVENT = { Step: "finishSecret", SecretId: "app", ClientRequestToken: "t-1" };

/** A handler whose Secrets Manager does this, and whose clock moves by 7 ms at every look. */
function handlerWith(describe: SecretStore["describe"], environment: Record<string, string> = {}, versionMadeAtMs = 0) {
  const lines: Record<string, unknown>[] = [];
  const settings = readSettings(environment);
  let now = 2_000_000;
  const clock = { now: () => (now += 7), sleep: async () => undefined };
  const handler: Handler = createHandler({
    settings,
    clock,
    codeDigest: () => "0".repeat(64),
    secrets: (usage) =>
      ({
        describe(secretId) {
          usage.apiCalls++;
          return describe(secretId);
        },
        versionMadeAt: async () => new Date(versionMadeAtMs),
      }) as Partial<SecretStore> as SecretStore,
    database: () => {
      return { login: () => Promise.reject(new Error("no database is needed here")) };
    },
    log: (common) => jsonLog(settings.logLevel, common, (line) => void lines.push(JSON.parse(line))),
  });
  return { handler, lines };
}

const described = async () => ({
  ...{ arn: "arn:app", name: "app", rotationEnabled: true, deleted: false, tags: new Map() },
  ...{ createdAt: undefined, lastChangedAt: undefined, lastRotatedAt: undefined, nextRotationAt: undefined },
  rotateEveryDays: undefined,
  labels: new Map([["t-1", ["AWSCURRENT"]]]),
});
const cost = { durationMs: expect.any(Number), apiCalls: 1, logins: 0, failedLogins: 0, statements: 0 };

describe("the handler", () => {
  it("writes one line for a step that went well: which, how, how long, at what cost, under which ids", async () => {
    const { handler, lines } = handlerWith(described);
    await expect(handler(EVENT, { awsRequestId: "r-1" })).resolves.toEqual({
      step: "finishSecret",
      result: "already-current",
    });
    const ids = { requestId: "r-1", secretId: "app", token: "t-1" };
    expect(lines).toEqual([{ level: "info", event: "step", ...ids, step: "finishSecret", outcome: "ok", ...cost }]);
  });

  it("writes one line for a failure that heals by itself, and asks for nobody", async () => {
    const error = new RotationError("secrets_manager_unavailable", { problem: "no answer", remedy: "wait" });
    const { handler, lines } = handlerWith(() => Promise.reject(error));
    await expect(handler(EVENT, { awsRequestId: "r-1" })).rejects.toMatchObject({
      name: error.name,
      message: error.message,
      effect: "none",
      parts: error.parts,
    });
    const ids = { requestId: "r-1", step: "finishSecret", secretId: "app", token: "t-1" };
    const what = { code: error.code, effect: "none", message: "no answer; what to do: wait" };
    expect(lines).toEqual([{ level: "error", event: "step", ...ids, outcome: "failed", ...what, ...cost }]);
  });

  it.each([
    [60_000, undefined],
    [700_000, true],
  ])(
    "asks for a person when an answer that nobody could think of repeats: after %d ms %s",
    async (sinceMs, needsHuman) => {
      const error = new RotationError("database_refused", { problem: "no", remedy: "look" });
      const { handler, lines } = handlerWith(() => Promise.reject(error), {}, 2_000_000 - sinceMs);
      await expect(handler(EVENT)).rejects.toThrow("no");
      expect(lines).toEqual([expect.objectContaining({ code: "database_refused" })]);
      expect(lines[0]?.needsHuman).toBe(needsHuman);
    },
  );

  it("adds to the one line of a failure that does not heal that a person is needed, and the command", async () => {
    const off = async () => ({ ...(await described()), rotationEnabled: false });
    const { handler, lines } = handlerWith(off);
    await expect(handler(EVENT)).rejects.toMatchObject({ code: "rotation_not_enabled" });
    expect(lines).toEqual([
      expect.objectContaining({ needsHuman: true, command: "aws secretsmanager describe-secret --secret-id app" }),
    ]);
  });

  it("takes a foreign error for a defect, and shows where it was thrown and nothing that it says", async () => {
    const { handler, lines } = handlerWith(() => Promise.reject(new TypeError("canary-of-a-defect 4711")));
    const thrown: unknown = await handler(EVENT).catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      code: "internal_error",
      effect: "unknown",
      message: expect.stringContaining("TypeError at"),
    });
    expect(everythingOf(thrown) + JSON.stringify(lines)).not.toContain("canary-of-a-defect");
    expect(lines).toEqual([expect.objectContaining({ outcome: "failed", needsHuman: true })]);
  });

  it.each([
    ["in a wrong field", { ...EVENT, Step: "Zq7~tR2.xW9_kM4-vB6nH3sD8" }],
    ["as a value of a secret in place of a field", { ...EVENT, SecretId: { password: "Zq7~tR2.xW9_kM4-vB6nH3sD8" } }],
    ["as a key", { ...EVENT, action: "inspect", "Zq7~tR2.xW9_kM4-vB6nH3sD8": 1 }],
    ["as the whole event", '{"username":"app","password":"Zq7~tR2.xW9_kM4-vB6nH3sD8"}'],
    ["below a key that says so, however short it is", { Step: { password: "hunter2" } }],
  ])("quotes no password that was sent %s of an event", async (_, event) => {
    const { handler, lines } = handlerWith(described);
    const thrown: unknown = await handler(event).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: "bad_event" });
    expect(everythingOf(thrown) + JSON.stringify(lines)).not.toMatch(/Zq7|kM4-vB6|hunter2/);
  });

  it("names the field of an event that nests deeper than the stack", async () => {
    const { handler } = handlerWith(described);
    const levels = 20_000;
    const event = JSON.parse(`{"Step":"setSecret","SecretId":${"[".repeat(levels)}${"]".repeat(levels)}}`);
    await expect(handler(event)).rejects.toThrow("SecretId: found a list of 1, allowed: string");
  });

  it("writes one line for an event that it does not know", async () => {
    const { handler, lines } = handlerWith(described);
    await expect(handler({ Step: "dropSecret" }, { awsRequestId: "r-1" })).rejects.toMatchObject({ code: "bad_event" });
    expect(lines).toEqual([
      expect.objectContaining({ level: "error", event: "action", requestId: "r-1", outcome: "failed", apiCalls: 0 }),
    ]);
  });

  it.each([
    ["info", 1],
    ["warn", 0],
    ["error", 0],
  ])("obeys LOG_LEVEL=%s: %d lines of a step that went well, and one of a failure always", async (level, count) => {
    const well = handlerWith(described, { LOG_LEVEL: level });
    await well.handler(EVENT);
    expect(well.lines).toHaveLength(count);
    const failed = handlerWith(() => Promise.reject(new Error("x")), { LOG_LEVEL: level });
    await expect(failed.handler(EVENT)).rejects.toThrow();
    expect(failed.lines).toHaveLength(1);
  });
});
