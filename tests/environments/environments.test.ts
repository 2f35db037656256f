import { readFileSync } from "node:fs";
import path from "node:path";
import { loadEnvironments, parseEnvironment, parseEnvironments } from "../../environments";
import { SAMPLE, sampleWith } from "../support/sample-environment";
import { refusal } from "../support/wrong-environment";

describe("the environments of this project", () => {
  test("are dev, staging, prod and local, each knowing its name", () => {
    const environments = loadEnvironments();
    expect(Object.entries(environments).map(([key, { name }]) => [key, name])).toEqual([
      ["dev", "dev"],
      ["staging", "staging"],
      ["prod", "prod"],
      ["local", "local"],
    ]);
  });

  test.each(["dev", "staging", "prod", "local"])("%s is short, because leaving a key out is safe", (name) => {
    const text = readFileSync(path.join(__dirname, "..", "..", "environments", `${name}.ts`), "utf8");
    expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
  });

  test("local has an app secret of every strategy, with different privileges, on an emulator", () => {
    const { target, appSecrets } = loadEnvironments().local;
    expect(target.kind).toBe("emulator");
    expect(appSecrets.map(({ strategy, privileges }) => [strategy.value, privileges])).toEqual([
      ["alternating-users", ["SELECT", "INSERT", "UPDATE", "DELETE"]],
      ["alternating-users", ["SELECT"]],
      ["single-user", ["SELECT", "INSERT"]],
      ["admin-rotated", ["SELECT"]],
    ]);
  });
});

describe("an environment that says only what it must", () => {
  const environment = parseEnvironment("sample", SAMPLE);

  test("is protected", () => {
    expect(environment.database).toMatchObject({
      deletionProtection: { value: true },
      finalSnapshot: { value: true },
      multiAz: { value: true },
      backupDays: { value: 14 },
      performanceInsights: true,
      monitoringSeconds: 60,
    });
    expect(environment.logRetentionDays).toBe(365);
  });

  test("rotates every two days in a window of two hours, and reads only", () => {
    expect(environment.appSecrets[1]).toEqual({
      name: "reporting",
      database: "shop",
      username: "reporting",
      userHost: "%",
      privileges: ["SELECT"],
      strategy: { value: "alternating-users", reason: undefined },
      schedule: { everyDays: 2 },
      windowHours: 2,
      spread: true,
      rotationWindow: { schedule: { everyDays: 2 }, hours: 2 },
      rotateImmediately: true,
      recoveryWindowDays: { value: 30, reason: undefined },
      deletionRoles: { value: [], reason: undefined },
      consumerRoles: [],
      replicaRegions: [],
    });
  });
});

describe("problems of several files", () => {
  test("are reported in one error, each with the environment it is in", () => {
    const wrong = {
      one: sampleWith({ region: "here" }),
      two: SAMPLE,
      three: sampleWith({ accountId: 5, bastion: undefined }),
    };
    const error = refusal(() => parseEnvironments(wrong));
    expect(error.code).toBe("bad_environment");
    expect(error.problems.map((problem) => problem.path)).toEqual([
      "one.region",
      "one.network.zones.0.name",
      "one.network.zones.1.name",
      "three.accountId",
      "three.bastion",
    ]);
    expect(error.message).toMatch(
      /^5 problems in environments\/ \(bad_environment\), nothing was synthesized:\n {2}one\.region: found "here"; /,
    );
  });

  test.each(["Dev", "a--b", "-a", "a-", "a_b", "", "twenty-one-characters"])("include the name %j", (name) => {
    const error = refusal(() => parseEnvironment(name, SAMPLE));
    expect(error.problems).toHaveLength(1);
    expect(error.problems[0]?.rule).toMatch(/^allowed: 1 to 20 lower-case letters/);
  });

  test("never show a private key that was pasted in the place of the public one, nor the value of an unknown key", () => {
    const error = refusal(() =>
      parseEnvironment(
        "dev",
        sampleWith({
          "bastion.publicKey": "-----BEGIN OPENSSH PRIVATE KEY-----\ncanary-one",
          "database.password": "canary-two",
        }),
      ),
    );
    expect(error.message).not.toMatch(/canary/);
    expect(error.message).toMatch(/dev\.bastion\.publicKey: found a private key \(not shown\)/);
    expect(error.message).toMatch(/dev\.database\.password: found an unknown key/);
  });
});
