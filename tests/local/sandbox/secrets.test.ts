import { appSecretArns, arnOf } from "../../../local/sandbox/secrets";

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
    expect(() => arnOf(ARNS, "shops")).toThrow(/no app secret "shops"; allowed: shop, jobs/);
  });

  test("is missing while nothing is deployed", () => {
    expect(() => appSecretArns({ output: () => undefined })).toThrow(/npm run local -- deploy/);
    expect(appSecretArns({ output: () => ARNS })).toBe(ARNS);
  });
});
