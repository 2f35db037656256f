import { loadEnvironments } from "../../environments";
import { inTemporaryFolder, synthesizeTo } from "../support/synthesized-stacks";

const stacks = inTemporaryFolder("secrecy-", (folder) => [
  ...synthesizeTo(folder, Object.values(loadEnvironments())).values(),
]);

/** Types that put a secret into the state, whatever they are given. */
const FORBIDDEN_TYPES =
  /^(aws_secretsmanager_secret_version|aws_secretsmanager_random_password|random_password|tls_private_key|aws_iam_access_key|aws_db_proxy_auth)/;

/** Attributes that hold a secret. `manage_master_user_password` and key ids do not. */
const FORBIDDEN_KEYS =
  /^(password|password_wo|master_password|secret_string|secret_binary|secret_string_wo|private_key|secret_key|access_key|token)$/;

/** What credentials look like: an access key id, a PEM block, a URL with a password in it. */
const FORBIDDEN_TEXTS = [/\bA(KIA|SIA)[A-Z0-9]{16}\b/, /-----BEGIN/, /:\/\/[^/"\s:]+:[^/"\s@]+@/];

function* entries(value: unknown, key = ""): Generator<readonly [string, unknown]> {
  yield [key, value];
  if (typeof value !== "object" || value === null) return;
  for (const [name, child] of Object.entries(value)) yield* entries(child, Array.isArray(value) ? key : name);
}

describe("nothing secret is in", () => {
  test.each(stacks.map((stack) => [stack.id, stack] as const))("%s", (_, stack) => {
    expect(stack.addresses().filter((address) => FORBIDDEN_TYPES.test(address))).toEqual([]);
    const found = [...entries(stack.json)];
    expect(found.filter(([key]) => FORBIDDEN_KEYS.test(key))).toEqual([]);
    for (const text of FORBIDDEN_TEXTS) expect(stack.text).not.toMatch(text);
  });
});

describe("this test", () => {
  test("would see a password, however deep", () => {
    const sample = { resource: { aws_db_instance: { instance: { nested: [{ password: "canary" }] } } } };
    expect([...entries(sample)].filter(([key]) => FORBIDDEN_KEYS.test(key))).toEqual([["password", "canary"]]);
  });

  test.each(["AKIAIOSFODNN7EXAMPLE", "-----BEGIN RSA", "mysql://shop:canary@host"])("would see %s", (text) => {
    expect(FORBIDDEN_TEXTS.filter((form) => form.test(text))).toHaveLength(1);
  });
});
