import { generatePassword } from "../../../rotation-fn/password";
import { readSettings, SETTING_NAMES } from "../../../rotation-fn/settings";
import { SAMPLE, sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const rotator = (changes: Readonly<Record<string, unknown>> = {}) =>
  stacksOf(sampleWith(changes))("app-secret").resource("aws_lambda_function", "function");
const variablesOf = (resource: Readonly<Record<string, unknown>>) =>
  (resource.environment as { variables: Record<string, string> }).variables;

describe("the settings of the function", () => {
  const variables = variablesOf(stacksOf(SAMPLE)("app-secret").resource("aws_lambda_function", "function"));

  test("are those that it knows, and nothing secret", () => {
    expect(variables).toEqual({
      ROTATION_STRATEGY: "alternating-users",
      ALLOWED_DATABASE_HOSTS: expect.stringMatching(/instanceaddress\}$/),
      LOG_LEVEL: "info",
      PASSWORD_LENGTH: "35",
      EXCLUDE_CHARACTERS: "}|{`^]\\[@?>=<;:/,+*)('&%$#\"!",
      EXCLUDE_NUMBERS: "false",
      EXCLUDE_PUNCTUATION: "false",
      EXCLUDE_UPPERCASE: "false",
      EXCLUDE_LOWERCASE: "false",
      REQUIRE_EACH_INCLUDED_TYPE: "true",
    });
    expect(Object.values(SETTING_NAMES)).toEqual(expect.arrayContaining(Object.keys(variables)));
  });

  test("mean by default what the function does by itself", () => {
    const { passwordPolicy } = readSettings(variables);
    const { passwordPolicy: byItself } = readSettings({});
    expect({ ...passwordPolicy, excludeCharacters: [...passwordPolicy.excludeCharacters].sort() }).toEqual({
      ...byItself,
      excludeCharacters: [...byItself.excludeCharacters].sort(),
    });
  });

  test("carry the environment's password policy, in characters that Terraform does not calculate with", () => {
    const policy = {
      length: 40,
      excludePunctuation: true,
      excludeCharacters: "$" + "{%{ab",
      requireEachIncludedType: false,
    };
    const strict = variablesOf(rotator({ "rotationFunction.passwordPolicy": policy }));
    expect(strict.EXCLUDE_CHARACTERS).toBe("{ba%$");
    const password = generatePassword(readSettings(strict).passwordPolicy);
    expect(password).toMatch(/^[c-zA-Z0-9]{40}$/);
  });
});

describe("the memory of the function", () => {
  test("is the environment's choice", () => {
    expect(rotator().memory_size).toBe(256);
    expect(rotator({ "rotationFunction.memoryMb": 512 }).memory_size).toBe(512);
  });
});

describe("the concurrency of the function", () => {
  test("is kept for it", () => {
    expect(rotator().reserved_concurrent_executions).toBe(25);
  });

  test("is left to the account only with a reason, which the function carries", () => {
    const shared = rotator({
      "rotationFunction.reservedConcurrency": { value: "unreserved", reason: "a new account with a quota of 10" },
    });
    expect(shared).not.toHaveProperty("reserved_concurrent_executions");
    expect(shared.tags).toEqual({ "weakened:reserved-concurrency": "a new account with a quota of 10" });
  });
});

test("a short password is written on the function and in the stack's output", () => {
  const stack = stacksOf(
    sampleWith({ "rotationFunction.passwordPolicy.length": { value: 12, reason: "an old driver cuts them off" } }),
  )("app-secret");
  expect(stack.resource("aws_lambda_function", "function").tags).toEqual({
    "weakened:password-length": "an old driver cuts them off",
  });
  expect(stack.output("weakened_choices")).toEqual({
    "rotationFunction.passwordPolicy.length": "an old driver cuts them off",
  });
});
