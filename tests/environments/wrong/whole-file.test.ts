import { parseEnvironment } from "../../../environments";
import { sampleWith } from "../../support/sample-environment";
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

  test.each([undefined, null, "dev", 5, []])("is refused when it is %j and no object", (value) => {
    const error = refusal(() => parseEnvironment("dev", value as never));
    expect(error.problems.map(({ path }) => path)).toEqual(["dev"]);
  });
});
