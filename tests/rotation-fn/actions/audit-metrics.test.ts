import { audit } from "../../../rotation-fn/actions/audit";
import type { AuditContext, SecretAudit } from "../../../rotation-fn/actions/audit-findings";
import { measure } from "../../../rotation-fn/actions/audit-metrics";
import type { LogFields, Measurement } from "../../../rotation-fn/ports/log";

const HOUR_MS = 3_600_000;
const healthy: Omit<SecretAudit, "secret" | "secretId"> = {
  healthy: true,
  daysSinceRotation: 1.5,
  rotationOverdue: false,
  pendingStuck: false,
  loginFails: false,
  grantDrift: 0,
  unlabelledPasswords: 0,
  auditFailed: false,
  problems: [],
};
const many = (count: number, found: Partial<SecretAudit> = {}): SecretAudit[] =>
  Array.from({ length: count }, (_, index) => ({
    secretId: `arn-${index}`,
    secret: `dev/${index}`,
    ...healthy,
    ...found,
  }));

function recordingLog() {
  const measurements: Measurement[] = [];
  const lines: [string, string, LogFields | undefined][] = [];
  const line = (level: string) => (event: string, fields?: LogFields) => void lines.push([level, event, fields]);
  const log = {
    ...{ debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") },
    measure: (one: Measurement) => void measurements.push(one),
  };
  return { log, measurements, lines };
}

function measured(audits: readonly SecretAudit[], { part = 1, of = 1, startedAt = 7 * HOUR_MS + 123_456 } = {}) {
  const { log, measurements, lines } = recordingLog();
  measure({ name: "dev", part, of }, audits, startedAt, log);
  const [measurement] = measurements;
  const values = Object.fromEntries((measurement?.metrics ?? []).map(({ name, value }) => [name, value]));
  return { measurements, values, lines };
}

describe("the metrics of an audited environment", () => {
  it("are the same in number with 3 and with 300 secrets, and name no secret", () => {
    const names = (count: number) =>
      measured(many(count)).measurements.map(({ dimension, metrics }) => [dimension, metrics.map(({ name }) => name)]);
    expect(names(300)).toEqual(names(3));
    expect(names(3)).toEqual([[{ name: "Environment", value: "dev" }, expect.any(Array)]]);
    expect(measured(many(3)).values).toEqual({
      ...{ DaysSinceRotation: 1.5, RotationOverdue: 0, PendingStuck: 0, LoginFailed: 0 },
      ...{ GrantDrift: 0, UnlabelledPasswords: 0, AuditFailed: 0 },
    });
  });

  it("count secrets, and the line beside them names each", () => {
    const failing = many(2, { loginFails: true, healthy: false, daysSinceRotation: 9 });
    const drifted = many(1, { grantDrift: 7, healthy: false }).map((one) => ({ ...one, secret: "dev/drifted" }));
    const { values, lines } = measured([...failing, ...drifted]);
    expect(values).toMatchObject({ LoginFailed: 2, GrantDrift: 1, DaysSinceRotation: 9 });
    const named = { LoginFailed: "dev/0, dev/1", GrantDrift: "dev/drifted" };
    expect(lines).toEqual([
      ["warn", "audit-summary", { environment: "dev", part: 1, of: 1, audited: 3, healthy: 0, ...named }],
    ]);
    expect(measured(many(2)).lines[0]?.slice(0, 2)).toEqual(["info", "audit-summary"]);
  });

  it("leave out what could be found out of no secret", () => {
    const unknown = many(2).map(({ secret, secretId }) => ({
      ...{ secret, secretId, healthy: false, auditFailed: true, problems: ["network_unreachable"] },
    }));
    expect(measured(unknown).values).toEqual({ AuditFailed: 2 });
    expect(measured([...unknown, ...many(1, { loginFails: true })]).values).toMatchObject({ LoginFailed: 1 });
  });

  it("of several parts say 0 with the last only, and all for the beginning of the hour", () => {
    expect(measured(many(3), { part: 1, of: 2 }).values).toEqual({ DaysSinceRotation: 1.5 });
    expect(measured(many(3, { loginFails: true }), { part: 1, of: 2 }).values).toMatchObject({ LoginFailed: 3 });
    expect(measured(many(3), { part: 2, of: 2 }).values).toMatchObject({ LoginFailed: 0, AuditFailed: 0 });
    const at = [0, 59 * 60_000].map((ms) => measured(many(1), { startedAt: 7 * HOUR_MS + ms }).measurements[0]?.at);
    expect(at).toEqual([7 * HOUR_MS, 7 * HOUR_MS]);
  });

  it("belong to the hour in which the audit starts, also where it ends in the next one", async () => {
    const { log, measurements } = recordingLog();
    let now = 8 * HOUR_MS - 1;
    const describe = async () => {
      now += HOUR_MS;
      throw new Error("not needed here");
    };
    const context = { log, clock: { now: () => now }, secrets: { describe } } as unknown as AuditContext;
    const environment = { name: "dev", part: 1, of: 1 };
    await audit({ action: "audit", secretIds: ["arn-1"], environment }, context);
    expect(measurements).toMatchObject([{ at: 7 * HOUR_MS }]);
  });
});
