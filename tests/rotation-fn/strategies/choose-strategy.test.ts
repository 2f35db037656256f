import type { SecretDescription } from "../../../rotation-fn/ports/secret-store";
import { parseSecretValue } from "../../../rotation-fn/secret-value";
import { readSettings } from "../../../rotation-fn/settings";
import { chooseStrategy } from "../../../rotation-fn/strategies/choose-strategy";
import { requireAdminSecret } from "../../../rotation-fn/strategies/guards";

const ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf";
const secret = (strategy?: string) =>
  ({
    arn: ARN,
    name: "shop",
    tags: new Map(strategy === undefined ? [] : [["rotation:strategy", strategy]]),
  }) as unknown as SecretDescription;
const value = (members: object) =>
  parseSecretValue(JSON.stringify({ engine: "mysql", host: "db", username: "app", password: "x", ...members }), "shop");

describe("chooseStrategy", () => {
  it.each([
    [{}, "single-user"],
    [{ masterarn: "arn:aws:admin" }, "alternating-users"],
    [{ masterarn: "rds!db-1" }, "alternating-users"],
  ])("takes it from %j where nobody says it: %s", (members, name) => {
    expect(chooseStrategy(secret(), value(members), readSettings({})).name).toBe(name);
  });

  it.each([null, ""])("does not take an emptied masterarn (%j) for a change of the strategy", (masterarn) => {
    expect(() => chooseStrategy(secret(), value({ masterarn }), readSettings({}))).toThrow(
      expect.objectContaining({
        code: "bad_secret_value",
        message: expect.stringMatching(/there and empty.*nothing was changed/),
      }),
    );
    expect(chooseStrategy(secret("single-user"), value({ masterarn }), readSettings({})).name).toBe("single-user");
  });
});

describe("requireAdminSecret", () => {
  it.each([ARN, "shop"])("refuses a secret that names itself: %s", (masterarn) => {
    expect(() => requireAdminSecret(value({ masterarn }), ARN)).toThrow(/names itself as its admin/);
  });

  it("takes a name that is another secret's", () => {
    expect(requireAdminSecret(value({ masterarn: "rds!db-1" }), ARN)).toBe("rds!db-1");
  });
});
