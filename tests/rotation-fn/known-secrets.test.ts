import { KnownSecrets } from "../../rotation-fn/known-secrets";
import { looksLikePassword } from "../../rotation-fn/looks-like-password";
import { generatePassword } from "../../rotation-fn/password";
import { readSettings } from "../../rotation-fn/settings";
import { formsOf, secretsIn } from "../support/secret-forms";

const knowing = (...values: unknown[]): KnownSecrets => {
  const known = new KnownSecrets();
  for (const value of values) known.register(typeof value === "string" ? value : JSON.stringify(value));
  return known;
};

describe("KnownSecrets", () => {
  it("registers a password that stands 20,000 levels deep, deeper than the stack", () => {
    const known = new KnownSecrets();
    const levels = 20_000;
    known.register(`{"a":${"[".repeat(levels)}"Zq7~tR2.xW9_kM4-v"${"]".repeat(levels)}}`);
    expect(known.hide("found Zq7~tR2.xW9_kM4-v here")).toBe("found (secret) here");
  });

  it("hides a password in each form in which a program writes it, and nothing else of the text", () => {
    const password = 'it\'s \\ a "pass%word"';
    const known = knowing({ username: "app", password });
    // Without those that hide it anyway, and in which no program of ours writes it: hashes, hex, base64.
    for (const form of formsOf(password).filter((one) => !/^[\w+/=-]{20,}$/.test(one)))
      expect(known.hide(`before ${form} after`)).toBe("before (secret) after");
    expect(known.hide("the login of 'app' failed")).toBe("the login of 'app' failed");
  });

  it("hides what a bound or a server left of a long password, in any case", () => {
    const known = knowing({ password: "Abcdefghijklmnopqrstuvwxyz0123456789" });
    expect(known.hide("getaddrinfo ENOTFOUND abcdefghijklmnop")).toBe("getaddrinfo ENOTFOUND (secret)");
    expect(known.hide("user 'NOPQRSTUVWXYZ0123456'@'%'")).toBe("user '(secret)'@'%'");
  });

  it("hides a short password where it is a word, and leaves words that hold it", () => {
    const known = knowing({ password: "app" });
    expect(known.hide("the login of 'app' by the application app_clone")).toBe(
      "the login of '(secret)' by the application app_clone",
    );
  });

  it.each([
    ["the bare password", "s3cret-value-of-somebody"],
    ["half an object", '{"password":"s3cret-value-of-somebody"'],
    ["a list", ["s3cret-value-of-somebody"]],
    ["a key of one's own", { adminPassword: "s3cret-value-of-somebody" }],
    ["an object under a key", { host: { password: "s3cret-value-of-somebody" } }],
  ])("learns from %s", (_, value) => {
    const said = knowing(value).hide("x s3cret-value-of-somebody y");
    expect(secretsIn(said, ["s3cret-value-of-somebody"])).toEqual([]);
  });

  it("takes passwords of every policy for passwords wherever they stand, and connection URLs", () => {
    for (const settings of [{}, { EXCLUDE_PUNCTUATION: "true" }, { PASSWORD_LENGTH: "41" }])
      for (let count = 0; count < 200; count++)
        expect(looksLikePassword(generatePassword(readSettings(settings).passwordPolicy))).toBe(true);
    expect(looksLikePassword("mysql://app:x@db/shop")).toBe(true);
  });

  it.each([
    "app",
    "Shop_Service_01",
    "AppUser2024xyz",
    "order-service-prod-1_clone",
    "shop_4f9c2a1d",
    "mydb.c9akciq32abc.us-east-1.rds.amazonaws.com",
    "2001:db8:85a3::8a2e:370:7334",
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-1-AbCdEf",
    "rds!db-1f2e3d4c-5b6a-4789-90ab-cdef01234567",
  ])("takes %s for no password", (name) => {
    expect(looksLikePassword(name)).toBe(false);
  });
});
