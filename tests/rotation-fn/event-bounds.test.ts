import { parseEvent } from "../../rotation-fn/event";
import { STEPS } from "../../rotation-fn/ports/rotation-steps";

const ids = { secretId: "app", adminSecretId: "admin" };
const server = { host: "db", port: 3306, username: "app" };
const SENT = {
  step: { Step: "setSecret", SecretId: "app", ClientRequestToken: "t" },
  provision: { action: "provision", ...ids, ...server, dbname: "shop", userHost: "%", privileges: ["SELECT"] },
  track: { action: "track-app-users", ...ids, ...server },
  await: { action: "await-rotation", secretId: "app", timeoutSeconds: 240 },
  baseline: { action: "rotation-baseline", secretId: "app" },
  expire: { action: "expire-previous", secretId: "app" },
  inspect: { action: "inspect", secretId: "app" },
  audit: { action: "audit", secretIds: ["app"] },
} as const;
type Kind = keyof typeof SENT;

const sent = (kind: Kind, changes: object) => parseEvent({ ...SENT[kind], ...changes });
const accepts = (kind: Kind, changes: object) => expect(sent(kind, changes).event).toMatchObject(changes);
const refuses = (kind: Kind, changes: object, message: string | RegExp) =>
  expect(() => sent(kind, changes)).toThrow(message);
const nested = (path: string, value: unknown): object =>
  path.split(".").reduceRight((inner: unknown, key) => ({ [key]: inner }), value) as object;

describe("the bounds of an event's fields", () => {
  it.each<[Kind, string, number]>([
    ["step", "SecretId", 2048],
    ["step", "ClientRequestToken", 64],
    ["step", "RotationToken", 2048],
    ["provision", "secretId", 2048],
    ["provision", "adminSecretId", 2048],
    ["provision", "host", 255],
    ["provision", "dbname", 64],
    ["provision", "username", 80],
    ["provision", "userHost", 255],
    ["provision", "formerSecret", 512],
  ])("%s: %s has 1 to %d characters", (kind, field, max) => {
    accepts(kind, { [field]: "a" });
    accepts(kind, { [field]: "a".repeat(max) });
    refuses(kind, { [field]: "a".repeat(max + 1) }, `${field}: found "aaa`);
    refuses(kind, { [field]: "a".repeat(max + 1) }, `allowed: at most ${max} characters`);
    refuses(kind, { [field]: "" }, `${field}: found "", allowed: at least 1 characters`);
    refuses(kind, { [field]: "a\u0000" }, "allowed: a string without control characters");
    refuses(kind, { [field]: "\u007fa" }, "allowed: a string without control characters");
  });

  it.each<[Kind, string, number, number, object]>([
    ["provision", "port", 1, 65_535, {}],
    ["track", "port", 1, 65_535, {}],
    ["await", "timeoutSeconds", 1, 840, {}],
    ["audit", "environment.part", 1, 100, { name: "dev", of: 100 }],
    ["audit", "environment.of", 1, 100, { name: "dev", part: 1 }],
  ])("%s: %s is %d to %d", (kind, path, min, max, beside) => {
    const [outer = "", inner] = path.split(".");
    const changes = (value: number) =>
      inner === undefined ? { [outer]: value } : { [outer]: { ...beside, [inner]: value } };
    accepts(kind, changes(min));
    accepts(kind, changes(max));
    refuses(kind, changes(min - 1), `${path}: found ${min - 1}, allowed: at least ${min}`);
    refuses(kind, changes(max + 1), `${path}: found ${max + 1}, allowed: at most ${max}`);
    refuses(kind, changes(min - 1), new RegExp(`at least ${min}(?:;|$)`));
    refuses(kind, changes(max + 1), new RegExp(`at most ${max}(?:;|$)`));
    refuses(kind, changes(min + 0.5), `${path}: found ${min + 0.5}, allowed: int`);
  });

  it("an audit looks at 1 to 500 secrets", () => {
    accepts("audit", { secretIds: Array(500).fill("app") });
    refuses("audit", { secretIds: Array(501).fill("app") }, /secretIds: found a list of 501, allowed: at most 500;/);
  });

  it("the last part of an audit is as many as there are", () => {
    accepts("audit", { environment: { name: "dev", part: 3, of: 3 } });
    refuses("audit", { environment: { name: "dev", part: 3, of: 2 } }, "allowed: part at most of");
  });

  it("names stay within the basic plane: the server keeps them in utf8mb3, where two of them would be one", () => {
    for (const field of ["dbname", "username"]) {
      accepts("provision", { [field]: "\uffff" });
      for (const beyond of ["\u{10000}", "a\u{1f600}", "\u{10ffff}b"])
        refuses("provision", { [field]: beyond }, "allowed: a name without characters beyond U+FFFF");
    }
    accepts("audit", { declared: { app: { dbname: "shop", privileges: ["SELECT"] } } });
  });

  it.each(["%", "10.0.%", "10.0.0.0/255.255.255.0", "fe80::1", "ip_1.eu-west-1.internal"])(
    "accepts the host of an account: %s",
    (userHost) => accepts("provision", { userHost }),
  );

  it.each([" %", "% ", "%' --", "10.0.0.1;"])("refuses the host of an account: '%s'", (userHost) =>
    refuses("provision", { userHost }, "allowed: a host, an address or a pattern of one, such as % or 10.0.%"),
  );

  it.each(["ALL", "CREATE TEMPORARY TABLES", "A BC DEF GHIJ"])("accepts the privilege %s", (one) =>
    accepts("provision", { privileges: [one] }),
  );

  it.each(["", " SELECT", "SELECT ", "CREATE  VIEW", "select", "A B C D E", "SELECT, DROP"])(
    "refuses the privilege '%s'",
    (one) => refuses("provision", { privileges: [one] }, "allowed: a privilege name in capitals, such as SELECT"),
  );

  it("a digest of code is a SHA-256 in small hexadecimal digits", () => {
    accepts("await", { codeDigest: "0af9".repeat(16) });
    for (const wrong of ["0".repeat(63), "0".repeat(65), "F".repeat(64), ` ${"0".repeat(64)}`, `${"0".repeat(64)}\n`])
      refuses("await", { codeDigest: wrong }, "codeDigest");
    refuses("await", { codeDigest: "0" }, "allowed: a SHA-256 in hexadecimal");
  });
});

describe("the keys of an event", () => {
  it.each<[Kind, string]>([
    ["provision", "more"],
    ["track", "more"],
    ["await", "more"],
    ["baseline", "more"],
    ["expire", "more"],
    ["inspect", "more"],
    ["audit", "more"],
  ])("%s: refuses a key that it does not know, so that a misspelt one is not ignored", (kind, key) => {
    accepts(kind, {});
    refuses(kind, { [key]: 1 }, `allowed: no further key (${key})`);
  });

  it.each([
    ["declared.app", { dbname: "shop", privileges: ["SELECT"], more: 1 }],
    ["environment", { name: "dev", part: 1, of: 1, more: 1 }],
  ])("an audit's %s: the same", (path, value) => {
    refuses("audit", nested(path, value), `${path}: found an object, allowed: no further key (more)`);
  });

  it("what Terraform, Secrets Manager and the function's own answers add is accepted", () => {
    sent("step", { Added: 1 });
    for (const action of ["create", "update", "delete"])
      for (const kind of ["provision", "track", "await"] as const) accepts(kind, { tf: { action, added: 1 } });
    accepts("provision", { tracked: { addresses: [{ host: "db", port: 1, added: 1 }], added: 1 } });
    refuses("provision", { tracked: { addresses: [{ host: "db", port: 0 }] } }, "tracked.addresses.0.port: found 0");
    accepts("await", { baseline: { versionId: null, rotatedAt: "then", added: 1 } });
    accepts("await", { after: { window: "2h" } });
    accepts("baseline", { before: { window: "2h" } });
    refuses("await", { after: { window: 2 } }, "after.window: found 2, allowed: string");
    refuses("baseline", { before: { window: 2 } }, "before.window: found 2, allowed: string");
  });

  it("what is one of a few words is nothing else", () => {
    for (const engine of ["mysql", "mariadb"]) accepts("provision", { engine });
    refuses("provision", { engine: "postgres" }, 'engine: found "postgres", allowed: mysql, mariadb');
    for (const rotation of ["awaited", "started", "not-required"]) accepts("await", { rotation });
    for (const Step of STEPS) accepts("step", { Step });
  });

  it("checks each part of a declaration: the id, the database and the privileges", () => {
    refuses("audit", { declared: { app: { dbname: "", privileges: ["SELECT"] } } }, "declared.app.dbname: found");
    refuses("audit", { declared: { app: { dbname: "shop", privileges: [] } } }, "declared.app.privileges: found []");
    refuses("audit", { declared: { " ": { dbname: "shop", privileges: ["SELECT"] } } }, "declared");
  });
});

describe("the message about a wrong event", () => {
  it("says what was found in one short line, and of a list or an object only what it is", () => {
    refuses("provision", { host: ["a", "b"] }, "host: found a list of 2, allowed: string");
    refuses("provision", { host: [] }, "host: found [], allowed: string");
    refuses("provision", { host: { password: "x" } }, "host: found an object, allowed: string");
    refuses("provision", { host: null }, "host: found null, allowed: string");
    refuses("provision", { port: "a".repeat(58) }, `port: found "${"a".repeat(58)}", allowed`);
    refuses("provision", { port: "a".repeat(59) }, `port: found "${"a".repeat(59)}…, allowed`);
    refuses("provision", { port: () => 1 }, "port: found function, allowed");
  });

  it("shows a key that it does not know up to its 40th character", () => {
    refuses("inspect", { ["k".repeat(40)]: 1 }, `no further key (${"k".repeat(40)})`);
    refuses("inspect", { ["k".repeat(41)]: 1, b: 2 }, `no further key (${"k".repeat(40)}, b)`);
  });

  it("shows twelve problems, and what to do", () => {
    const wrong = { secretIds: Array.from({ length: 13 }, () => 1) };
    refuses("audit", wrong, "secretIds.11: found 1, allowed: string; what to do: send an event of the documented form");
    refuses("audit", wrong, "the audit event is wrong: secretIds.0: found 1");
    refuses("step", { SecretId: 1 }, "the rotation step event is wrong: SecretId: found 1, allowed: string;");
    expect(() => parseEvent(["setSecret"])).toThrow("the event is not a JSON object: (event): found a list of 1");
    expect(() => parseEvent({ action: ["audit"] })).toThrow(
      "nothing that this function does: action: found a list of 1",
    );
    expect(() => parseEvent({ Step: "setSecret", action: "audit" })).toThrow(
      "the event has both Step and action: Step and action: found both, allowed: one of them; what to do: ",
    );
    expect(() => parseEvent({ action: 1 })).toThrow(
      "the event asks for nothing that this function does: action: found 1",
    );
    expect(() => parseEvent({ action: "toString" })).toThrow('action: found "toString", allowed: ');
    expect(() => parseEvent({})).toThrow(`Step: not given, allowed: ${STEPS.join(", ")}`);
  });
});
