import { inspect } from "node:util";
import { credentialError } from "../../client/src/aws-errors";
import { CREDENTIAL_ERROR_CODES, CredentialError } from "../../client/src/errors";
import { parseSecret } from "../../client/src/parse-secret";
import { everythingOf, secretsIn } from "../support/secret-forms";
import { serviceError } from "./support/fake-secret";

const PASSWORD = `p"a's\\s-wörd`;
const parse = (value: unknown) =>
  parseSecret({
    secretId: "shop",
    versionId: "v1",
    label: "AWSCURRENT",
    text: typeof value === "string" || value === undefined ? value : JSON.stringify(value),
  });

describe("a secret's value", () => {
  test("is read as documented, with what an RDS-managed secret leaves out", () => {
    const full = { engine: "mysql", host: "h", port: "3307", dbname: "d", username: "u", password: PASSWORD, more: 1 };
    expect({ ...parse(full) }).toEqual({
      versionId: "v1",
      label: "AWSCURRENT",
      username: "u",
      host: "h",
      port: 3307,
      database: "d",
    });
    const managed = parse({ username: "u", password: PASSWORD });
    expect([managed.host, managed.port, managed.database, managed.password]).toEqual([
      undefined,
      3306,
      undefined,
      PASSWORD,
    ]);
  });

  test.each([
    ["binary", undefined, "a binary value"],
    ["not JSON", `{"password":"${PASSWORD}`, "not JSON"],
    ["a list", [PASSWORD], "not an object"],
    ["without a user", { password: PASSWORD }, 'no text in "username"'],
    ["without a password", { username: "u", password: "" }, 'no text in "password"'],
    ["with a number as password", { username: "u", password: 7 }, '"password" is not a text'],
    ["of PostgreSQL", { engine: "postgres", username: "u", password: PASSWORD }, '"engine" is not mysql or mariadb'],
    ["with a port that is none", { username: "u", password: PASSWORD, port: 99_999 }, '"port" is not a number'],
  ])("that is %s is refused without a word of it", (_, value, found) => {
    let error: unknown;
    try {
      parse(value);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ code: "not_a_database_secret", message: expect.stringContaining(found) });
    expect(secretsIn(everythingOf(error), [PASSWORD])).toEqual([]);
  });

  test("hides its password from inspection, JSON, spread and cloning", () => {
    const credential = parse({ username: "u", password: PASSWORD });
    const shown = [
      inspect(credential, { showHidden: true }),
      JSON.stringify(credential),
      `${inspect({ ...credential })}`,
    ];
    expect(secretsIn(shown.join("\n"), [PASSWORD])).toEqual([]);
    expect(structuredClone({ ...credential })).not.toHaveProperty("password");
  });
});

describe("an error of the SDK", () => {
  test.each([
    ["not_found", serviceError("ResourceNotFoundException", "can't find the specified secret")],
    ["not_found", serviceError("InvalidParameterException", "invalid name")],
    ["access_denied", serviceError("AccessDeniedException", "User is not authorized to perform")],
    ["access_denied", serviceError("ExpiredTokenException", "The security token included in the request is expired")],
    ["access_denied", Object.assign(new Error("Could not load credentials"), { name: "CredentialsProviderError" })],
    ["key_unusable", serviceError("AccessDeniedException", "Access to KMS is not allowed")],
    ["key_unusable", serviceError("DecryptionFailure", "Secrets Manager can't decrypt the protected secret text")],
    ["deleted", serviceError("InvalidRequestException", "because it was marked for deletion")],
    ["throttled", serviceError("ThrottlingException", "Rate exceeded")],
    ["throttled", serviceError("SomethingNew", "slow down", 429)],
    ["unreachable", serviceError("InternalServiceError", "An error occurred on the server side.", 500)],
    ["unreachable", Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" })],
    ["unreachable", Object.assign(new Error("socket hang up"), { name: "TimeoutError" })],
    ["unreachable", "not even an error"],
  ])("is %s", (code, error) => {
    const mapped = credentialError(error, "shop");
    expect(mapped).toMatchObject({
      code,
      message: expect.stringMatching(/^reading secret shop .*; found: .*; what to do: /),
    });
    expect(mapped.isTransient).toBe(code === "throttled" || code === "unreachable");
    expect(CREDENTIAL_ERROR_CODES).toContain(code);
  });

  test("keeps nothing of a response that holds the value", () => {
    const response = `{"SecretString":"{\\"password\\":\\"${PASSWORD}\\"}"`;
    const broken = Object.assign(new SyntaxError(`Unexpected end of JSON input: ${response}`), {
      $responseBodyText: response,
    });
    Object.defineProperty(broken, "$response", { value: { body: response }, enumerable: false });
    const mapped = credentialError(broken, "shop");
    expect(secretsIn(everythingOf(mapped), [PASSWORD])).toEqual([]);
    expect(mapped).toMatchObject({ code: "unreachable", cause: { name: "SyntaxError" } });
  });

  test("is told from another error, also of another copy of this package", () => {
    const mapped = credentialError(serviceError("ThrottlingException", "Rate exceeded"), "shop");
    expect(CredentialError.is(mapped)).toBe(true);
    expect(CredentialError.is(new Error("other"))).toBe(false);
    expect(credentialError(mapped, "shop")).toBe(mapped);
  });
});
