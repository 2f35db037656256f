import { CancelRotateSecretCommand, UpdateSecretVersionStageCommand } from "@aws-sdk/client-secrets-manager";
import { type AuditWorld, auditWorld } from "../../support/audit-world";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe("audit of the schedule and of what is pending", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.logs();
    world.operations();
  });

  it("tells that a rotation is overdue, from the moment on at which its window has closed", async () => {
    const secret = await world.rotated();
    expect(await world.auditOne(secret, 2 * DAY_MS)).toMatchObject({
      healthy: true,
      rotationOverdue: false,
      daysSinceRotation: 2,
    });
    expect(await world.auditOne(secret, 3 * DAY_MS)).toMatchObject({
      healthy: false,
      rotationOverdue: true,
      daysSinceRotation: 3,
      problems: [expect.stringMatching(/^the rotation is overdue since \d{4}-/)],
    });
    expect(world.logs()).toContainEqual(expect.objectContaining({ event: "audit", level: "warn" }));
  });

  it("counts a secret whose rotation is switched off, or was never configured, as overdue", async () => {
    const [off, never] = [await world.rotated(), await world.provisioned()];
    await world.client.send(new CancelRotateSecretCommand({ SecretId: off.arn }));
    expect(await world.auditOne(off)).toMatchObject({
      rotationOverdue: true,
      problems: ["rotation is switched off, so the password never changes"],
    });
    expect(await world.auditOne(never)).toMatchObject({
      rotationOverdue: true,
      loginFails: false,
      problems: ["rotation is not configured, so the password never changes"],
    });
  });

  it("tells a rotation under way from one that is stuck, and how long it has been", async () => {
    const secret = await world.rotated();
    const token = await secret.begin();
    await secret.step("createSecret", token);
    expect(await world.auditOne(secret)).toMatchObject({ healthy: true, pendingStuck: false, pendingHours: 0 });
    world.logs();
    expect(await world.auditOne(secret, 5 * HOUR_MS)).toMatchObject({
      pendingStuck: true,
      pendingHours: 5,
      loginFails: false,
      problems: [`a rotation is stuck: version ${token} is pending for 5 hours`],
    });
    expect(world.logs()).toContainEqual(
      expect.objectContaining({
        event: "audit",
        level: "error",
        needsHuman: true,
        command: `aws secretsmanager rotate-secret --secret-id ${secret.arn}`,
      }),
    );
  });

  it("tells a stuck rotation whose version never got a value, too", async () => {
    const secret = await world.rotated();
    await secret.begin();
    expect(await world.auditOne(secret, 5 * HOUR_MS)).toMatchObject({ pendingStuck: true, pendingHours: 5 });
  });

  it("finds a stuck rotation whose labels somebody moved by hand", async () => {
    const secret = await world.rotated();
    const before = await secret.labels();
    const previous = Object.keys(before).find((id) => before[id]?.includes("AWSPREVIOUS"));
    const token = await secret.begin();
    await secret.step("createSecret", token);
    await world.client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: secret.arn,
        VersionStage: "AWSPENDING",
        RemoveFromVersionId: token,
        MoveToVersionId: previous,
      }),
    );
    expect(await world.auditOne(secret, 2 * HOUR_MS)).toMatchObject({
      pendingStuck: true,
      problems: [expect.stringContaining(previous ?? "?")],
    });
  });
});
