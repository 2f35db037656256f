import { dueRotations } from "../../../../../local/aws/secrets-manager/rotation/due-rotations";
import type { Secret } from "../../../../../local/aws/secrets-manager/state";

const NOON = Date.UTC(2026, 0, 1, 12);
const HOUR_MS = 3_600_000;

function secret(changes: Partial<Secret> = {}): Secret {
  return {
    ...{ arn: "arn:shop", name: "local/shop", createdAt: NOON, changedAt: NOON, accessedAt: undefined },
    ...{ description: undefined, kmsKeyId: undefined, tags: undefined, policy: undefined, deletionAt: undefined },
    currentSince: NOON,
    rotation: {
      enabled: true,
      functionArn: "arn:function",
      rules: { scheduleExpression: "rate(4 hours)", duration: "1h" },
      configuredAt: NOON - HOUR_MS,
      lastRotatedAt: NOON,
    },
    versions: new Map(),
    ...changes,
  };
}
const due = (one: Secret, afterMs: number, everyMs?: number, triedAfterMs?: number) =>
  dueRotations({ secrets: new Map([[one.name, one]]) }, NOON + afterMs, {
    everyMs,
    triedAt: new Map(triedAfterMs === undefined ? [] : [[one.arn, NOON + triedAfterMs]]),
  });

describe("a scheduled rotation", () => {
  it("is due from the opening of its window on, also where the window passed while nothing ran", () => {
    expect(due(secret(), 4 * HOUR_MS - 1)).toEqual([]);
    expect(due(secret(), 4 * HOUR_MS)).toEqual(["arn:shop"]);
    expect(due(secret(), 100 * HOUR_MS)).toHaveLength(1);
  });

  it("is due at the pace that a person asked for instead", () => {
    expect(due(secret(), 59_999, 60_000)).toEqual([]);
    expect(due(secret(), 60_000, 60_000)).toHaveLength(1);
  });

  it("is tried again in the next window when it has failed", () => {
    const triedAt = 4 * HOUR_MS + 1;
    expect(due(secret(), 5 * HOUR_MS, undefined, triedAt)).toEqual([]);
    expect(due(secret(), 8 * HOUR_MS, undefined, triedAt)).toEqual(["arn:shop"]);
  });

  it("is never due for a secret that is off, deleted, a replica, or rotated by RDS", () => {
    const { rotation } = secret();
    if (rotation === undefined) throw new Error("no rotation");
    const none = [
      secret({ rotation: { ...rotation, enabled: false } }),
      secret({ deletionAt: NOON }),
      secret({ primaryRegion: "eu-west-1" }),
      secret({ owningService: "rds" }),
    ];
    expect(none.map((one) => due(one, 100 * HOUR_MS))).toEqual([[], [], [], []]);
  });
});
