import type { SecretDescription } from "../../../rotation-fn/ports/secret-store";
import { parseSecretValue } from "../../../rotation-fn/secret-value";
import { readSettings } from "../../../rotation-fn/settings";
import { chooseStrategy } from "../../../rotation-fn/strategies/choose-strategy";

const ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf";
const secret = (strategy?: string) =>
  ({
    arn: ARN,
    name: "shop",
    tags: new Map(strategy === undefined ? [] : [["rotation:strategy", strategy]]),
  }) as unknown as SecretDescription;
const value = (members: object) =>
  parseSecretValue(JSON.stringify({ engine: "mysql", host: "db", username: "app", password: "x", ...members }), "shop");
const set = (strategy: string) => readSettings({ ROTATION_STRATEGY: strategy });

describe("chooseStrategy", () => {
  it.each([
    [{}, "single-user"],
    [{ masterarn: "arn:aws:admin" }, "alternating-users"],
    [{ masterarn: "rds!db-1" }, "alternating-users"],
  ])("takes it from %j where nobody says it: %s", (members, name) => {
    expect(chooseStrategy(secret(), value(members), readSettings({})).name).toBe(name);
  });

  it.each(["single-user", "alternating-users", "admin-rotated"])("takes the tag before all others: %s", (name) => {
    for (const members of [{}, { masterarn: "admin" }, { masterarn: "" }])
      for (const settings of [readSettings({}), set("single-user"), set("admin-rotated")])
        expect(chooseStrategy(secret(name), value(members), settings).name).toBe(name);
  });

  it("takes the setting before the value", () => {
    for (const members of [{}, { masterarn: "admin" }, { masterarn: null }])
      expect(chooseStrategy(secret(), value(members), set("admin-rotated")).name).toBe("admin-rotated");
  });

  it.each(["Single-User", "", "toString", "__proto__"])("has no strategy of the name '%s'", (name) => {
    expect(() => chooseStrategy(secret(name), value({}), readSettings({}))).toThrow(
      expect.objectContaining({
        code: "unsupported_strategy",
        parts: {
          problem: "the secret shop asks for a strategy that this function does not have",
          found: `"${name}"`,
          allowed: "alternating-users, single-user, admin-rotated",
          remedy: "correct the tag rotation:strategy of the secret; nothing was changed",
        },
      }),
    );
  });

  it("shows the beginning of a long name", () => {
    const name = "single-user-".repeat(10);
    expect(() => chooseStrategy(secret(name), value({}), readSettings({}))).toThrow(`found: "${name.slice(0, 60)}";`);
  });

  it.each([null, ""])("does not take an emptied masterarn (%j) for a change of the strategy", (masterarn) => {
    expect(() => chooseStrategy(secret(), value({ masterarn }), readSettings({}))).toThrow(
      expect.objectContaining({
        code: "bad_secret_value",
        parts: {
          problem: 'the secret shop does not say which strategy it wants: its "masterarn" is there and empty',
          allowed: 'the ARN of the admin secret; or no "masterarn"; or the tag rotation:strategy on the secret',
          remedy:
            'name the admin secret in "masterarn", or remove the key where the user changes itself; nothing was changed',
        },
      }),
    );
  });
});
