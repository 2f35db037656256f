import fc from "fast-check";
import { isRotationError } from "../../rotation-fn/errors";
import { parseEvent } from "../../rotation-fn/event";

const STEP = {
  Step: "setSecret",
  SecretId: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app-AbCdEf",
  ClientRequestToken: "t".repeat(36),
};
const PROVISION = {
  action: "provision",
  secretId: "app",
  adminSecretId: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:admin-AbCdEf",
  host: "db",
  port: 3306,
  dbname: "shop",
  username: "app",
  userHost: "%",
  privileges: ["SELECT", "CREATE TEMPORARY TABLES"],
};
const TRACK = {
  action: "track-app-users",
  secretId: "app",
  adminSecretId: PROVISION.adminSecretId,
  host: "db",
  port: 3306,
  username: "app",
};
const AUDIT = { action: "audit", secretIds: ["app", "other"] };
const AWAIT = { action: "await-rotation", secretId: "app", timeoutSeconds: 240 };

describe("parseEvent", () => {
  it("knows the event that Secrets Manager sends, with and without a RotationToken, and ignores what it adds", () => {
    expect(parseEvent(STEP)).toMatchObject({ kind: "step", event: STEP });
    expect(parseEvent({ ...STEP, RotationToken: "x", NewField: 1 })).toMatchObject({ kind: "step" });
  });

  it("hands on the secret and the version that a step or an action is about", () => {
    const version = { secretId: STEP.SecretId, token: STEP.ClientRequestToken };
    expect(parseEvent(STEP).subject).toEqual({ step: "setSecret", ...version });
    expect(parseEvent(AWAIT).subject).toEqual({ action: "await-rotation", secretId: "app" });
  });

  it("knows provision and await-rotation, with Terraform's block", () => {
    const tf = { action: "update", prev_input: { ...PROVISION, port: 1 } };
    expect(parseEvent({ ...PROVISION, tf })).toMatchObject({ kind: "provision", event: { tf: { action: "update" } } });
    expect(parseEvent({ action: "expire-previous", secretId: "app" })).toMatchObject({ kind: "expire-previous" });
    expect(parseEvent({ ...AWAIT, after: { schedule: "rate(2 days)" } })).toMatchObject({ kind: "await-rotation" });
  });

  it("knows track-app-users, and its answer in a provisioning, whatever else a later version answers", () => {
    expect(parseEvent({ ...TRACK, tf: { action: "delete", prev_input: TRACK } })).toMatchObject({
      kind: "track-app-users",
    });
    const tracked = { secretId: "app", addresses: [{ host: "db", port: 3306, zone: "a" }], since: "then" };
    expect(parseEvent({ ...PROVISION, tracked })).toMatchObject({ kind: "provision", event: { tracked } });
  });

  it("knows rotation-baseline, and its answer in a wait", () => {
    expect(parseEvent({ action: "rotation-baseline", secretId: "app", before: { window: "2h" } })).toMatchObject({
      kind: "rotation-baseline",
    });
    const baseline = { secretId: "app", versionId: "v1", rotatedAt: null };
    expect(parseEvent({ ...AWAIT, baseline, rotation: "started" })).toMatchObject({ event: { baseline } });
  });

  it("knows the audit that a schedule asks for", () => {
    const subject = { action: "audit", secrets: 2 };
    expect(parseEvent(AUDIT)).toEqual({ kind: "audit", event: AUDIT, subject });
    const declared = { app: { dbname: "shop", privileges: ["SELECT", "LOCK TABLES"] } };
    expect(parseEvent({ ...AUDIT, declared })).toEqual({ kind: "audit", event: { ...AUDIT, declared }, subject });
    const environment = { name: "dev", part: 2, of: 2 };
    expect(parseEvent({ ...AUDIT, environment })).toEqual({ kind: "audit", event: { ...AUDIT, environment }, subject });
    expect(() => parseEvent({ ...AUDIT, environment: { ...environment, part: 3 } })).toThrow("part at most of");
  });

  it.each([
    ["an audit of nothing", { ...AUDIT, secretIds: [] }, /secretIds: found \[\], allowed: at least 1/],
    ["an audit of one string", { ...AUDIT, secretIds: "app" }, /secretIds: found "app", allowed: array/],
    [
      "a line break in a key",
      { ...AUDIT, "a\r\n{}": 1 },
      /^the audit event is wrong: \(event\): .*allowed: no further key \(a {}\)/,
    ],
    ["no object", "setSecret", /the event is not a JSON object/],
    [
      "nothing known",
      {},
      /action: found nothing, allowed: "provision", "track-app-users", "rotation-baseline", "await-rotation", "expire-previous", "inspect", "audit"; Step: not given, allowed: createSecret/,
    ],
    ["both kinds", { ...STEP, action: "provision" }, /both Step and action/],
    [
      "an unknown step",
      { ...STEP, Step: "rotateSecret" },
      /Step: found "rotateSecret", allowed: createSecret, setSecret, testSecret, finishSecret/,
    ],
    ["a step without a secret", { ...STEP, SecretId: undefined }, /SecretId: found nothing, allowed: string/],
    [
      "a line break in an id",
      { ...STEP, SecretId: "a\nb" },
      /SecretId: found "a\\nb", allowed: a string without control characters/,
    ],
    ["an id of blanks", { ...STEP, SecretId: "  " }, /SecretId: found " {2}", allowed: an id that is more than blanks/],
    [
      "an id of blanks among others",
      { ...AUDIT, secretIds: ["app", " "] },
      /secretIds.1: found " ", allowed: an id that is more than blanks/,
    ],
    [
      "a backslash in a host, where the server would never find the account again",
      { ...PROVISION, userHost: "10.0.\\_.%" },
      /userHost: found "10.0.\\\\_.%", allowed: a host, an address or a pattern of one/,
    ],
    [
      "no database in a declaration",
      { ...AUDIT, declared: { app: { privileges: ["SELECT"] } } },
      /declared.app.dbname/,
    ],
    [
      "SQL in a declared privilege",
      { ...AUDIT, declared: { app: { dbname: "shop", privileges: ["ALL; --"] } } },
      /declared.app.privileges.0: .*allowed: a privilege name in capitals/,
    ],
    [
      "an unknown action",
      { action: "drop" },
      /action: found "drop", allowed: "provision", "track-app-users", "rotation-baseline", "await/,
    ],
    ["a tracking without a database", { ...TRACK, host: "" }, /host: found "", allowed: at least 1 characters/],
    ["privileges in a tracking", { ...TRACK, privileges: [] }, /allowed: no further key \(privileges\)/],
    [
      "an answer of another kind in a provisioning",
      { ...PROVISION, tracked: { addresses: ["db"] } },
      /tracked.addresses.0: found "db", allowed: object/,
    ],
    ["a port as a string", { ...PROVISION, port: "3306" }, /port: found "3306", allowed: (number|int)/],
    ["a port out of range", { ...PROVISION, port: 70_000 }, /port: found 70000, allowed: at most 65535/],
    ["no privileges", { ...PROVISION, privileges: [] }, /privileges: found \[\], allowed: at least 1/],
    [
      "SQL in a privilege",
      { ...PROVISION, privileges: ["SELECT ON *.* TO x; --"] },
      /privileges.0: .*allowed: a privilege name in capitals/,
    ],
    ["an unknown key", { ...PROVISION, pasword: "x" }, /allowed: no further key \(pasword\)/],
    [
      "a timeout beyond Lambda's",
      { ...AWAIT, timeoutSeconds: 1_000 },
      /timeoutSeconds: found 1000, allowed: at most 840/,
    ],
    [
      "an unknown expectation",
      { ...AWAIT, rotation: "maybe" },
      /rotation: found "maybe", allowed: awaited, started, not-required/,
    ],
    ["a baseline without a version", { ...AWAIT, baseline: { rotatedAt: null } }, /baseline.versionId: found nothing/],
    [
      "an unknown Terraform action",
      { ...AWAIT, tf: { action: "taint" } },
      /tf.action: found "taint", allowed: create, update, delete/,
    ],
  ])("refuses %s with the field, what was found and what is allowed", (_, event, message) => {
    expect(() => parseEvent(event)).toThrow(expect.objectContaining({ code: "bad_event", effect: "none" }));
    expect(() => parseEvent(event)).toThrow(message);
  });

  it("property: throws bad_event and nothing else, whatever it is given", () => {
    const arbitrary = fc.oneof(
      fc.anything(),
      fc.record(
        { Step: fc.anything(), SecretId: fc.anything(), ClientRequestToken: fc.anything() },
        { requiredKeys: [] },
      ),
      fc.record(
        {
          action: fc.constantFrom(
            "provision",
            "track-app-users",
            "await-rotation",
            "expire-previous",
            "inspect",
            "audit",
          ),
          port: fc.anything(),
          tf: fc.anything(),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(arbitrary, (event) => {
        try {
          parseEvent(event);
        } catch (error) {
          expect(isRotationError(error, "bad_event")).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
