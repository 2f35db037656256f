import { metricsOf, stepDurationMs } from "../../../local/rehearsal/metrics";
import type { RehearsalRecord, RotationRecord } from "../../../local/rehearsal/record";
import { syntheticRecord } from "./synthetic-record";

/** The record with one rotation changed. */
function withRotation(number: number, change: (rotation: RotationRecord) => RotationRecord): RehearsalRecord {
  const record = syntheticRecord();
  const [first, ...others] = record.secrets;
  if (first === undefined) throw new Error("the synthetic record has no secret");
  const rotations = first.rotations.map((rotation) => (rotation.number === number ? change(rotation) : rotation));
  return { ...record, secrets: [{ ...first, rotations }, ...others] };
}

describe("metricsOf", () => {
  it("counts rotations, logins and failures of all secrets together", () => {
    const metrics = metricsOf(syntheticRecord({ rotations: 3, failLogin: 4 }));
    expect(metrics.completedRotations).toBe(6);
    expect(metrics.failedRotations).toEqual([]);
    expect(metrics.logins).toBe(2 * 4 * 180);
    expect(metrics.failedLogins).toEqual([
      {
        secret: "orders-app",
        client: "web-1",
        username: "orders",
        atMs: 200,
        during: "login",
        reason: "ER_ACCESS_DENIED_ERROR: Access denied for user",
      },
    ]);
  });

  it("tells the cost of first rotations from that of later ones", () => {
    const dearAtFirst = withRotation(1, (rotation) => ({
      ...rotation,
      steps: rotation.steps.map((step) => ({ ...step, logins: step.logins + 1 })),
    }));
    expect(metricsOf(dearAtFirst).loginsPerRotation).toEqual({ first: 7, later: 3, all: [7, 3, 3, 3, 3, 3] });
    const dear = withRotation(2, (rotation) => ({
      ...rotation,
      steps: rotation.steps.map((step) => ({ ...step, apiCalls: step.apiCalls + 1, failedLogins: 1 })),
    }));
    const metrics = metricsOf(dear);
    expect(metrics.apiCallsPerRotation).toEqual({ first: 11, later: 15, all: [11, 11, 15, 11, 11, 11] });
    expect(metrics.loginsPerRotation).toEqual({ first: 3, later: 3, all: [3, 3, 3, 3, 3, 3] });
    expect(metrics.failedLoginsByFunction).toBe(4);
  });

  it("adds up the attempts at a step that had to be repeated", () => {
    const repeated = withRotation(1, (rotation) => ({
      ...rotation,
      steps: [
        ...rotation.steps.map((step) => ({ ...step, outcome: { ok: false, reason: "once" } as const })),
        ...rotation.steps,
      ],
    }));
    const rotation = repeated.secrets[0]?.rotations[0];
    expect(rotation && stepDurationMs(rotation, "setSecret")).toBe(220);
    expect(metricsOf(repeated).apiCallsPerRotation.first).toBe(22);
    expect(metricsOf(repeated).stepMilliseconds.setSecret).toEqual({ median: 110, max: 220 });
  });

  it("names a rotation that failed, with its reason", () => {
    const metrics = metricsOf(syntheticRecord({ failRotation: 2 }));
    expect(metrics.completedRotations).toBe(5);
    expect(metrics.failedRotations).toEqual([
      { secret: "orders-app", number: 2, reason: "setSecret: RotationError:missing_privilege: no CREATE USER" },
    ]);
  });
});
