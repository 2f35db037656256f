import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from "../../../rotation-fn/settings";
import { type AuditFound, type AuditWorld, auditWorld } from "../../support/audit-world";
import { definitionOf, grantsOf } from "../../support/rotation-world";

describe("audit", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.logs();
    world.operations();
  });

  it("finds nothing wrong with a secret that rotates, with four calls and two logins, and changes nothing", async () => {
    const secret = await world.rotated();
    const { username } = await secret.value();
    const users = [username, username.replace("_clone", "")];
    const before = await Promise.all(users.flatMap((user) => [grantsOf(user), definitionOf(user)]));
    const labels = await secret.labels();
    expect(await world.auditOne(secret, 3_600_000)).toEqual({
      secretId: secret.arn,
      secret: secret.name,
      healthy: true,
      daysSinceRotation: 0.04,
      rotationOverdue: false,
      pendingStuck: false,
      user: username,
      loginFails: false,
      grantDrift: 0,
      unlabelledPasswords: 0,
      auditFailed: false,
      problems: [],
    });
    expect(world.operations()).toEqual(["DescribeSecret", ...new Array(3).fill("GetSecretValue")]);
    expect(await secret.labels()).toEqual(labels);
    expect(await Promise.all(users.flatMap((user) => [grantsOf(user), definitionOf(user)]))).toEqual(before);
  });

  it("writes one line of each secret and one of the run, and measures only an audit of a whole environment", async () => {
    const [one, two] = [await world.rotated(), await world.rotated()];
    await world.audit(one.arn, two.arn);
    expect(world.logs().map(({ event }) => event)).toEqual(["audit", "audit", "action"]);
    await world.dailyAudit(one.arn, two.arn);
    const lines = world.logs();
    expect(lines.filter((line) => "_aws" in line)).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: METRIC_NAMESPACE,
              Dimensions: [[METRIC_DIMENSION]],
              Metrics: [
                { Name: METRICS.daysSinceRotation, Unit: "None" },
                { Name: METRICS.rotationOverdue, Unit: "Count" },
                { Name: METRICS.pendingStuck, Unit: "Count" },
                { Name: METRICS.loginFails, Unit: "Count" },
                { Name: METRICS.grantDrift, Unit: "Count" },
                { Name: METRICS.unlabelledPasswords, Unit: "Count" },
                { Name: METRICS.auditFailed, Unit: "Count" },
              ],
            },
          ],
        },
        Environment: "dev",
        DaysSinceRotation: 0,
        RotationOverdue: 0,
        PendingStuck: 0,
        LoginFailed: 0,
        GrantDrift: 0,
        UnlabelledPasswords: 0,
        AuditFailed: 0,
      },
    ]);
    expect(lines.filter((line) => line.event === "audit")).toMatchObject([
      { level: "info", secret: one.name, healthy: true },
      { level: "info", secret: two.name, healthy: true },
    ]);
    expect(lines.filter((line) => line.event === "action")).toMatchObject([
      { level: "info", action: "audit", secrets: 2, outcome: "ok", apiCalls: 8, logins: 4, failedLogins: 0 },
    ]);
    expect(lines.map(({ event }) => event)).toEqual(["audit", "audit", undefined, "audit-summary", "action"]);
  });

  it("keeps the metric line and drops the others when only errors are to be logged", async () => {
    const quiet = await auditWorld({ LOG_LEVEL: "error" });
    try {
      const secret = await quiet.rotated();
      await quiet.dailyAudit(secret.arn);
      expect(quiet.logs()).toEqual([expect.objectContaining({ _aws: expect.anything(), LoginFailed: 0 })]);
    } finally {
      await quiet.close();
    }
  });

  it("looks at every secret, whatever is wrong with the ones before it", async () => {
    const good = await world.rotated();
    const missing = "arn:aws:secretsmanager:us-east-1:123456789012:secret:no/such-secret-AbCdEf";
    const malformed = await world.secretWith('{"password":"canary-of-the-audit"');
    const empty = await world.secretWith(undefined);
    const noAdmin = await world.rotated();
    const admin = await world.client.send(
      new CreateSecretCommand({
        Name: `wrong-admin-${Date.now()}`,
        SecretString: '{"password":"canary-of-the-admin"}',
      }),
    );
    await noAdmin.put({ ...(await noAdmin.value()), masterarn: admin.ARN });
    const result = await world.dailyAudit(missing, malformed.arn, empty.arn, noAdmin.arn, good.arn);
    expect(result).toMatchObject({ audited: 5, healthy: 1 });
    expect(result.secrets.map(({ secret, auditFailed, problems }) => [secret, auditFailed, problems])).toEqual([
      ["no/such-secret", true, [expect.stringMatching(/^secret_not_found: /)]],
      [malformed.name, true, expect.arrayContaining([expect.stringMatching(/^bad_secret_value: /)])],
      [empty.name, true, expect.arrayContaining([expect.stringMatching(/^version_not_found: /)])],
      [noAdmin.name, true, [expect.stringMatching(/^bad_admin_secret: /)]],
      [good.name, false, []],
    ]);
    expect(result.secrets[3]).toMatchObject({ loginFails: false });
    const lines = world.logs();
    expect(lines.filter((line) => "_aws" in line)).toEqual([
      expect.objectContaining({ AuditFailed: 4, LoginFailed: 0 }),
    ]);
    expect(JSON.stringify([result, lines])).not.toContain("canary");
  });

  it("says which secrets it had no time for, and ends in time", async () => {
    const secrets = [await world.rotated(), await world.rotated()];
    const event = { action: "audit", secretIds: secrets.map(({ arn }) => arn) };
    const result = (await world.handler(event, { getRemainingTimeInMillis: () => 900 })) as AuditFound;
    expect(result.secrets).toMatchObject([
      { auditFailed: true, problems: [expect.stringMatching(/^deadline_exceeded: /)] },
      { auditFailed: true, problems: [expect.stringMatching(/^deadline_exceeded: /)] },
    ]);
  });
});
