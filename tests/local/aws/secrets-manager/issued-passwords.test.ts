import { passwordIn } from "../../../../local/aws/secrets-manager/issued-passwords";

test.each([
  [{ kind: "string", text: '{"username":"u","password":"p w"}' }, "p w"],
  [{ kind: "string", text: "plain text" }, "plain text"],
  [{ kind: "string", text: '{"token":"t"}' }, '{"token":"t"}'],
  [{ kind: "string", text: '{"password":7}' }, '{"password":7}'],
  [{ kind: "binary", base64: "AAEC" }, "AAEC"],
] as const)("of %o it is secret: %s", (value, secret) => {
  expect(passwordIn(value)).toBe(secret);
});
