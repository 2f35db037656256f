import fc from "fast-check";
import { ServiceError } from "../../../../../local/aws/secrets-manager/errors";
import { getRandomPassword } from "../../../../../local/aws/secrets-manager/operations/get-random-password";
import type { OperationContext } from "../../../../../local/aws/secrets-manager/operations/operation";

const TYPES = {
  ExcludeLowercase: /[a-z]/,
  ExcludeUppercase: /[A-Z]/,
  ExcludeNumbers: /[0-9]/,
  ExcludePunctuation: /[!-/:-@[-`{-~]/,
};

const options = fc.record({
  PasswordLength: fc.integer({ min: 1, max: 64 }),
  ExcludeCharacters: fc.string({ maxLength: 20 }),
  ExcludeLowercase: fc.boolean(),
  ExcludeUppercase: fc.boolean(),
  ExcludeNumbers: fc.boolean(),
  ExcludePunctuation: fc.boolean(),
  IncludeSpace: fc.boolean(),
  RequireEachIncludedType: fc.boolean(),
});

test("any options give a password that keeps to all of them, or an error when none can", () => {
  // The operation looks at nothing but its input.
  const context = {} as OperationContext;
  fc.assert(
    fc.property(options, (input) => {
      let text: string;
      try {
        text = String(getRandomPassword(input, context).RandomPassword);
      } catch (error) {
        expect(error).toBeInstanceOf(ServiceError);
        expect(input.PasswordLength < 5 || allTypesExcluded(input)).toBe(true);
        return;
      }
      expect(text).toHaveLength(input.PasswordLength);
      expect([...text].filter((character) => input.ExcludeCharacters.includes(character))).toEqual([]);
      for (const [flag, type] of Object.entries(TYPES)) {
        if (input[flag as keyof typeof TYPES]) expect(text).not.toMatch(type);
        else if (input.RequireEachIncludedType && input.ExcludeCharacters === "") expect(text).toMatch(type);
      }
      if (!input.IncludeSpace) expect(text).not.toContain(" ");
    }),
    { numRuns: 500 },
  );
});

function allTypesExcluded(input: Record<string, unknown>): boolean {
  return (
    Object.keys(TYPES).every((flag) => input[flag]) &&
    (!input.IncludeSpace || String(input.ExcludeCharacters).includes(" "))
  );
}

test("the required types are not always in the same places", () => {
  const first = new Set<string>();
  for (let count = 0; count < 100; count += 1) {
    const text = String(getRandomPassword({ PasswordLength: 4 }, {} as OperationContext).RandomPassword);
    first.add(Object.entries(TYPES).find(([, type]) => type.test(text.charAt(0)))?.[0] ?? "");
  }
  expect(first.size).toBe(4);
});
