import { loadEnvironments, parseEnvironment } from "../../../environments";
import { SAMPLE, sampleWith } from "../../support/sample-environment";

describe("a choice that weakens an environment", () => {
  test("is read with its reason", () => {
    const { database } = parseEnvironment(
      "dev",
      sampleWith({ database: { deletionProtection: { value: false, reason: "rebuilt every night" } } }),
    );
    expect(database.deletionProtection).toEqual({ value: false, reason: "rebuilt every night" });
  });

  test("is listed with its path, and safe choices are not", () => {
    const { weakened } = parseEnvironment(
      "dev",
      sampleWith({
        "database.backupDays": { value: 0, reason: "holds generated data only" },
        "bastion.allowedCidrs": ["203.0.113.0/24", { value: "0.0.0.0/0", reason: "public demonstration" }],
        "appSecrets.1.recoveryWindowDays": { value: 0, reason: "rebuilt every night" },
      }),
    );
    expect(weakened).toEqual([
      { path: "bastion.allowedCidrs.1", value: "0.0.0.0/0", reason: "public demonstration" },
      { path: "database.backupDays", value: 0, reason: "holds generated data only" },
      { path: "appSecrets.1.recoveryWindowDays", value: 0, reason: "rebuilt every night" },
    ]);
  });

  test("is absent from an environment that leaves everything at its default, and from production", () => {
    expect(parseEnvironment("dev", SAMPLE).weakened).toEqual([]);
    expect(loadEnvironments().prod.weakened).toEqual([]);
  });
});

describe("the types refuse", () => {
  test("a weaker value without a reason", () => {
    // @ts-expect-error false alone is no choice
    const input: typeof SAMPLE.database = { deletionProtection: false };
    // @ts-expect-error neither is a reason left out
    const other: typeof SAMPLE.database = { finalSnapshot: { value: false } };
    expect([input, other]).toHaveLength(2);
  });
});
