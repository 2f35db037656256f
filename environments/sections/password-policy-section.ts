import { z } from "zod";
import { rule, section, within, yesOrNo } from "../values/rules";
import { safeUnlessReason } from "../values/weakened";

/** With fewer than 2 to this power possible passwords, a stolen hash could be cracked. */
const MIN_BITS = 80;

/** The function's defaults. Environments import nothing of the function, so a test compares the two. */
const DEFAULT_LENGTH = 35;
const DEFAULT_EXCLUDED = "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}";

const TYPES = {
  excludeLowercase: "abcdefghijklmnopqrstuvwxyz",
  excludeUppercase: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  excludeNumbers: "0123456789",
  excludePunctuation: "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
} as const;

const someCharacters = rule(
  "printable ASCII characters, as one text",
  "leave other characters out: passwords have none",
);

/**
 * The characters of new passwords. The keys have the meaning of Secrets Manager's GetRandomPassword. The defaults generate
 * passwords that are as strong as those of AWS's rotation functions and need no escaping in a URL.
 */
export const passwordPolicySection = section({
  /** Number of characters. */
  length: safeUnlessReason((error) => within(16, 128, error), within(8, 15, rule("8 to 15", "choose a length")), {
    safe: "a whole number of characters from 16 to 128",
    weak: "8 to 15",
  }).prefault(DEFAULT_LENGTH),
  /**
   * Characters that passwords never contain. The default leaves letters, digits and `-._~`, which need no escaping in a connection URL.
   */
  excludeCharacters: z
    .string({ error: someCharacters })
    .regex(/^[\x20-\x7e]{0,200}$/, { error: someCharacters })
    .default(DEFAULT_EXCLUDED),
  /** No digits. */
  excludeNumbers: yesOrNo().default(false),
  /** No punctuation. */
  excludePunctuation: yesOrNo().default(false),
  /** No upper-case letters. */
  excludeUppercase: yesOrNo().default(false),
  /** No lower-case letters. */
  excludeLowercase: yesOrNo().default(false),
  /** At least one character of each type that is not excluded. */
  requireEachIncludedType: yesOrNo().default(true),
}).superRefine((policy, context) => {
  if (typeof policy.length?.value !== "number") return; // reported already
  const usable = usableCharacters(policy);
  const bits = usable < 2 ? 0 : Math.floor(policy.length.value * Math.log2(usable));
  if (bits >= MIN_BITS || (policy.length.reason !== undefined && usable >= 2)) return;
  context.addIssue({
    code: "custom",
    message: rule(
      `a policy with at least 2^${MIN_BITS} possible passwords; ${usable} usable characters in ` +
        `${policy.length.value} places make 2^${bits}`,
      "exclude less, or make passwords longer",
    ),
  });
});

export type PasswordPolicyChoice = z.output<typeof passwordPolicySection>;

function usableCharacters(policy: {
  readonly excludeCharacters: string;
  readonly excludeLowercase: boolean;
  readonly excludeUppercase: boolean;
  readonly excludeNumbers: boolean;
  readonly excludePunctuation: boolean;
}): number {
  const types = Object.entries(TYPES).flatMap(([key, characters]) =>
    policy[key as keyof typeof TYPES] ? [] : [...characters],
  );
  return types.filter((character) => !policy.excludeCharacters.includes(character)).length;
}
