import { auditPending, auditSchedule } from "../../../rotation-fn/actions/audit-schedule";
import type { SecretDescription, SecretStore } from "../../../rotation-fn/ports/secret-store";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const secretWith = (members: Partial<SecretDescription>) =>
  ({ arn: "arn", rotationEnabled: true, labels: new Map(), ...members }) as SecretDescription;
const pendingFor = (ageMs: number, members: Partial<SecretDescription>, madeAt: Date | undefined) =>
  auditPending(secretWith({ labels: new Map([["v2", ["AWSPENDING"]]]), ...members }), {
    clock: { now: () => 10 * HOUR_MS + ageMs, sleep: async () => undefined },
    secrets: { versionMadeAt: async () => madeAt } as unknown as SecretStore,
  });

describe("the schedule of a secret", () => {
  it.each([
    [false, "switched off"],
    [undefined, "not configured"],
  ])("with rotation %s is overdue", (rotationEnabled, state) => {
    expect(auditSchedule(secretWith({ rotationEnabled, createdAt: new Date(0) }), DAY_MS)).toEqual({
      rotationOverdue: true,
      problems: [`rotation is ${state}, so the password never changes`],
    });
  });

  it("counts days since the last rotation, or since the secret was made", () => {
    const createdAt = new Date(0);
    expect(auditSchedule(secretWith({ createdAt }), 1.236 * DAY_MS)).toEqual({ daysSinceRotation: 1.24 });
    const lastRotatedAt = new Date(DAY_MS);
    expect(auditSchedule(secretWith({ createdAt, lastRotatedAt }), 3 * DAY_MS)).toEqual({ daysSinceRotation: 2 });
    expect(auditSchedule(secretWith({ lastRotatedAt }), 0)).toEqual({ daysSinceRotation: 0 });
    expect(auditSchedule(secretWith({}), DAY_MS)).toEqual({});
  });

  it("is overdue after the end of the next window, also where the last rotation is not told", () => {
    const secret = secretWith({ nextRotationAt: new Date(DAY_MS), rotateEveryDays: 90 });
    expect(auditSchedule(secret, DAY_MS)).toEqual({ rotationOverdue: false });
    expect(auditSchedule(secret, DAY_MS + 1)).toEqual({
      rotationOverdue: true,
      problems: ["the rotation is overdue since 1970-01-02T00:00:00.000Z"],
    });
  });

  it("without a next window allows the days between two rotations and one more", () => {
    const secret = secretWith({ lastRotatedAt: new Date(DAY_MS), rotateEveryDays: 2 });
    expect(auditSchedule(secret, 4 * DAY_MS)).toEqual({ daysSinceRotation: 3, rotationOverdue: false });
    expect(auditSchedule(secret, 4 * DAY_MS + 1)).toMatchObject({
      daysSinceRotation: 3,
      problems: ["the rotation is overdue since 1970-01-05T00:00:00.000Z"],
    });
    expect(auditSchedule(secretWith({ rotateEveryDays: 2 }), 9 * DAY_MS)).toEqual({});
  });
});

describe("a rotation", () => {
  it("that has ended, or of unknown age, is not stuck", async () => {
    expect(await pendingFor(0, { labels: new Map() }, new Date(0))).toEqual({ pendingStuck: false });
    expect(await pendingFor(0, {}, undefined)).toEqual({ pendingStuck: false });
  });

  it("is stuck after more than an hour", async () => {
    const madeAt = new Date(9 * HOUR_MS);
    expect(await pendingFor(0, {}, madeAt)).toEqual({ pendingStuck: false, pendingHours: 1 });
    expect(await pendingFor(HOUR_MS / 2, {}, madeAt)).toEqual({
      pendingStuck: true,
      pendingHours: 1.5,
      problems: ["a rotation is stuck: version v2 is pending for 1.5 hours"],
    });
  });

  it("without a value is as old as the last change of the secret", async () => {
    const lastChangedAt = new Date(6 * HOUR_MS);
    expect(await pendingFor(0, { lastChangedAt }, undefined)).toMatchObject({ pendingStuck: true, pendingHours: 4 });
    expect(await pendingFor(0, { lastChangedAt }, new Date(10 * HOUR_MS))).toEqual({
      pendingStuck: false,
      pendingHours: 0,
    });
  });
});
