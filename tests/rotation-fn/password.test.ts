import fc from "fast-check";
import { generatePassword } from "../../rotation-fn/password";
import { type PasswordPolicy, readSettings } from "../../rotation-fn/settings";

const byDefault = readSettings({}).passwordPolicy;
const policy = (changes: Partial<PasswordPolicy>): PasswordPolicy => ({ ...byDefault, ...changes });

describe("generatePassword", () => {
  it("has 35 characters of all four types by default, and none that AWS's function excludes", () => {
    for (let i = 0; i < 200; i++) {
      const password = generatePassword(byDefault);
      expect(password).toHaveLength(35);
      expect(password).toMatch(/[a-z]/);
      expect(password).toMatch(/[A-Z]/);
      expect(password).toMatch(/[0-9]/);
      expect(password).toMatch(/[!-/:-@[-`{-~]/);
      expect(password).not.toMatch(/[/@"'\\]/);
    }
  });

  it("has four characters of each type that has many, which policies of servers count", () => {
    const given = policy({ length: 32, excludeCharacters: "/@\"'\\" });
    for (let i = 0; i < 2_000; i++) {
      const special = generatePassword(given).match(/[!-/:-@[-`{-~]/g) ?? [];
      expect(special.length).toBeGreaterThanOrEqual(4);
    }
  });

  it("property: obeys every policy that can be met", () => {
    const policies = fc.record({
      length: fc.integer({ min: 8, max: 128 }),
      excludeCharacters: fc.string({ maxLength: 40 }),
      excludeNumbers: fc.boolean(),
      excludePunctuation: fc.boolean(),
      excludeUppercase: fc.boolean(),
      excludeLowercase: fc.constant(false),
      requireEachIncludedType: fc.boolean(),
    });
    fc.assert(
      fc.property(policies, (given) => {
        const password = generatePassword(given);
        expect(password).toHaveLength(given.length);
        for (const character of password) expect(given.excludeCharacters).not.toContain(character);
        if (given.excludeNumbers) expect(password).not.toMatch(/[0-9]/);
        if (given.excludeUppercase) expect(password).not.toMatch(/[A-Z]/);
        if (given.excludePunctuation) expect(password).toMatch(/^[a-zA-Z0-9]*$/);
        expect(password).toMatch(/^[!-~]*$/);
      }),
      { numRuns: 300 },
    );
  });

  it("uses every allowed character about equally often", () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 400; i++) {
      for (const character of generatePassword(policy({ length: 128, requireEachIncludedType: false }))) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
    }
    const expected = (400 * 128) / 66;
    expect(counts.size).toBe(66);
    for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(expected / 2);
  });

  it("refuses a policy that leaves nothing to choose from", () => {
    const nothing = policy({
      excludeLowercase: true,
      excludeUppercase: true,
      excludeNumbers: true,
      excludePunctuation: true,
    });
    expect(() => generatePassword(nothing)).toThrow(expect.objectContaining({ code: "bad_setting" }));
    expect(() => generatePassword(nothing)).toThrow(/the password policy cannot be met; found: 0 usable characters/);
  });

  it("refuses a policy with fewer places than required types, which it would try to meet for ever, and says what to do", () => {
    expect(() => generatePassword(policy({ length: 3 }))).toThrow(
      "the password policy cannot be met; found: 66 usable characters of 4 types for 3 places; allowed: at least one usable " +
        "character, and a place for each included type; what to do: exclude less (EXCLUDE_CHARACTERS and the other EXCLUDE_ " +
        "settings) or raise PASSWORD_LENGTH",
    );
    expect(generatePassword(policy({ length: 4 }))).toMatch(
      /^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])(?=.*[^a-zA-Z0-9]).{4}$/,
    );
    expect(generatePassword(policy({ length: 3, requireEachIncludedType: false }))).toHaveLength(3);
  });

  it("makes passwords by default that a connection URL put together by hand gives back, with at least the strength of before", () => {
    const { passwordPolicy } = readSettings({});
    for (let count = 0; count < 500; count++) {
      const password = generatePassword(passwordPolicy);
      const url = new URL(`mysql://app:${password}@db.example.internal:3306/shop`);
      expect([url.password, url.hostname, url.pathname]).toEqual([password, "db.example.internal", "/shop"]);
      expect(encodeURIComponent(password)).toBe(password);
      expect(new URLSearchParams(`user=app&password=${password}`).get("password")).toBe(password);
    }
    const characters = 26 + 26 + 10 + 4;
    expect(passwordPolicy.length * Math.log2(characters)).toBeGreaterThan(32 * Math.log2(94 - 5));
  });
});
