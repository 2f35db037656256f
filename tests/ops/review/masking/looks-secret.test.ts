import { createHash } from "node:crypto";
import { isMasked, isSecretName, maskText, maskValue } from "../../../../ops/review/masking/looks-secret";

/** Looks like a credential and is none: the digest of a number, in letters of both cases and digits. */
const random = (seed: number): string =>
  createHash("sha256").update(String(seed)).digest("base64").replace(/[+/=]/g, "").slice(0, 32);

describe("names of secrets", () => {
  it.each([
    ...["password", "DB_PASSWORD", "api-token", "apiKey", "secret_value", "private_key", "credential", "rootPwd"],
    ...["passphrase", "client_secret"],
  ])("hides what is called %s", (name) => {
    expect(isSecretName(name, "anything")).toBe(true);
    expect(maskValue("settings", { [name]: "anything" })).toEqual({ [name]: "(masked)" });
  });

  it.each([
    ["http_tokens", "required"],
    ["PASSWORD_LENGTH", "32"],
    ["password_length", 32],
    ["manage_master_user_password", true],
    ["secret_id", "shop"],
    ["master_user_secret_kms_key_id", "arn:aws:kms:eu-west-1:111122223333:key/1"],
    ["token", `\${aws_x.y.token}`],
    ["recovery_window_in_days", 30],
  ])("shows %s, which is a setting", (name, value) => {
    expect(isSecretName(name, value)).toBe(false);
  });
});

describe("a value below a name that is secret", () => {
  it.each(["secret_string.k", 'tags["api-token"]', "env.credentials[0].user", "credentials[first].user"])(
    "is hidden at %s",
    (path) => expect(isMasked(path, "short")).toBe(true),
  );

  it("is hidden at any depth of an object", () => {
    const value = { credentials: { list: [{ user: "x" }], count: 1 }, other: "x" };
    expect(maskValue("env", value)).toEqual({
      credentials: { list: [{ user: "(masked)" }], count: 1 },
      other: "x",
    });
  });

  it.each([
    "policy.Statement[ReadSecretValue].Action",
    "metadata_options[0].http_tokens",
    "environment.variables.PORT",
  ])("is shown at %s, where nothing is secret", (path) => expect(isMasked(path, "required")).toBe(false));
});

describe("texts with credentials in them", () => {
  it.each([
    ["a connection string", "mysql://shop:hunter-two@db:3306/shop", "mysql://shop:(masked)@db:3306/shop"],
    ["a password in SQL", "CREATE USER x IDENTIFIED BY 'hunter-two'", "CREATE USER x IDENTIFIED BY '(masked)'"],
    ["a name that ends with password", "rootPassword=hunter-two", "rootPassword=(masked)"],
    ["JSON", '{"password": "hunter-two"}', '{"password": "(masked)"}'],
    ["JSON in JSON", '{\\"db_password\\":\\"hunter-two\\"}', '{\\"db_password\\":\\"(masked)\\"}'],
    ["an assignment", "export DB_TOKEN=hunter-two; run", "export DB_TOKEN=(masked); run"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "(masked)"],
    ["an access key id", `id ${"AKIA"}${"ABCDEFGHIJKLMNOP"}`, "id (masked)"],
  ])("masks %s", (_, text, expected) => {
    expect(maskText("user_data", text)).toBe(expected);
  });

  it("masks random strings, however they are named", () => {
    const shown = Array.from({ length: 200 }, (_, seed) => random(seed)).filter(
      (text) => maskText("note", text) === text,
    );
    // A draw without one of the three kinds of characters, or with many repetitions, is no typical credential.
    expect(shown.length).toBeLessThanOrEqual(4);
  });

  it.each([
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1ba76573-c362-4a2a-9ef9-d364939a893d-BN31nT",
    "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    "secretsmanager:UpdateSecretVersionStage",
    "af23beffab5d98ad5ffd6a87bc04715713654d653db536e15c5af435655603c0",
    "138b1f55-0383-5c49-9570-000000000000",
    "com.amazonaws.us-east-1.secretsmanager",
    "Login of shop for the database shop; changes by itself: rate(2 days) for 2h.",
    "data.terraform_remote_state.cross-stack-reference-input-local-network.outputs.x",
    "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
  ])("shows %s", (text) => {
    expect(maskText("value", text)).toBe(text);
  });

  it("shows digests and public keys, which are random and public", () => {
    expect(maskText("source_code_hash", `${random(1)}${random(2)}`)).toBe(`${random(1)}${random(2)}`);
    expect(maskText("public_key", `ssh-ed25519 ${random(3)}`)).toBe(`ssh-ed25519 ${random(3)}`);
  });
});
