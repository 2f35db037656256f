import { clientOptions } from "../../../local/keep/connect";
import { appSecretArns, arnOf } from "../../../local/keep/secrets";

const ARNS = { shop: "arn:shop", jobs: "arn:jobs" };

describe("the secret that a command names", () => {
  test.each([
    ["shop", "arn:shop"],
    ["local/jobs", "arn:jobs"],
    [undefined, "arn:shop"],
  ])("is found by %j", (name, arn) => {
    expect(arnOf(ARNS, name)).toBe(arn);
  });

  test("is refused with those that there are", () => {
    expect(() => arnOf(ARNS, "shops")).toThrow(/no app secret "shops"; allowed: shop, jobs \(bad_command\)/);
  });

  test("is missing while nothing is deployed", () => {
    expect(() => appSecretArns({ output: () => undefined })).toThrow(/npm run local -- deploy \(not_deployed\)/);
    expect(appSecretArns({ output: () => ARNS })).toBe(ARNS);
  });
});

describe("the options of the program mysql", () => {
  test("verify the server, and keep a password as it is, whatever is in it", () => {
    const login = { host: "localhost", port: 3307, dbname: "shop", username: "shop", password: 'a"b\\c#d;e' };
    expect(clientOptions(login, "/folder with spaces/ca.pem").split("\n")).toEqual([
      "[client]",
      'host="localhost"',
      "port=3307",
      "protocol=tcp",
      'user="shop"',
      'password="a\\"b\\\\c#d;e"',
      'ssl-ca="/folder with spaces/ca.pem"',
      "ssl-mode=VERIFY_IDENTITY",
      "",
    ]);
  });
});
