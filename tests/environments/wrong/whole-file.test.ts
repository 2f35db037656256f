import { parseEnvironment } from "../../../environments";
import { sampleWith } from "../../support/sample-environment";
import { everythingOf } from "../../support/secret-forms";
import { refusal } from "../../support/wrong-environment";

describe("a wrong environment file", () => {
  test("gets all of its problems in one error, those between sections too", () => {
    const input = sampleWith({
      accountId: 12,
      "network.zones.1.publicCidr": "10.1.0.0/24",
      "network.zones.0.extra": true,
      "bastion.allowedCidrs": ["0.0.0.0/0"],
      "database.port": 3306.5,
      "database.adminUsername": "shop",
      "appSecrets.0.database": undefined,
      "appSecrets.1.name": "shop",
    });
    expect(
      refusal(() => parseEnvironment("dev", input))
        .problems.map(({ path }) => path)
        .sort(),
    ).toEqual([
      "dev.accountId",
      "dev.appSecrets.0.database",
      "dev.appSecrets.0.username",
      "dev.appSecrets.1.name",
      "dev.bastion.allowedCidrs.0",
      "dev.database.port",
      "dev.network.zones.0.extra",
      "dev.network.zones.1.publicCidr",
    ]);
  });

  test.each([
    ["in a field", { region: "Zq7~tR2.xW9_kM4-vB6nH3sD8fJ1gL5cP0y" }],
    ["in a connection URL", { "database.adminUsername": "mysql://app:Zq7~tR2@db.example.internal/shop" }],
    ["as a key", { "network.Zq7tR2xW9kM4vB6nH3sD8fJ1gL5cP0y": 1 }],
    ["as a key in place of a field", { region: { Zq7tR2xW9kM4vB6nH3sD8fJ1gL5cP0y: 1 } }],
    ["as a value of a secret", { region: '{"username":"app","password":"Zq7~tR2.xW9_kM4-vB6nH3sD8f"}' }],
  ])("is refused without a word of the password %s", (_, changes) => {
    const error = refusal(() => parseEnvironment("dev", sampleWith(changes)));
    expect(everythingOf(error)).not.toMatch(/Zq7/);
  });

  test.each([undefined, null, "dev", 5, []])("is refused when it is %j and no object", (value) => {
    const error = refusal(() => parseEnvironment("dev", value as never));
    expect(error.problems.map(({ path }) => path)).toEqual(["dev"]);
  });
});
