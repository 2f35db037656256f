import { readdirSync } from "node:fs";
import path from "node:path";

/** A part of rotation-fn whose tests are measured. */
interface Measured {
  /** A file or a folder, from the root of the repository. */
  readonly place: string;
  /** The tests that decide, from tests/rotation-fn. All of them run in memory: a real server would make an hour of a minute. */
  readonly tests: readonly string[];
}

/** What the function does, logs and answers in some 300 states. */
const ANSWERS = "answers/answers.test.ts";
const STRATEGY_TESTS = [
  ...["account-pairs", "alternating-users", "apply-grants", "choose-strategy", "converge-account", "converge-grants"],
  ...["converge-pair", "end-second-password", "endpoints", "find-account", "further-accounts", "guards"],
  ...["hidden-hash", "log-rights", "mark", "matched-account", "one-user-guards", "ownership", "pending-password"],
  ...["prove-rights", "retire-account", "retire-other-user", "rights", "rights-in-between", "sign-in", "user-pair"],
  ...["writer"],
].map((name) => `strategies/${name}.test.ts`);
const ACTION_TESTS = [
  ...["app-user", "audit-metrics", "audit-parts", "audit-schedule-rules", "await-rotation-polls", "declared-rights"],
  ...["deployment-checks", "first-value", "inspected-members", "live-account", "provision-input"],
  ...["prove-login", "provisioned-password", "undescribed-secrets"],
].map((name) => `actions/${name}.test.ts`);

/** A small part is judged by its own tests, the steps, strategies and actions also by the recordings of whole calls. */
export const MUTATED = {
  password: { place: "rotation-fn/password.ts", tests: ["password.test.ts"] },
  "secret-value": {
    place: "rotation-fn/secret-value.ts",
    tests: ["secret-value.test.ts", "secret-value-bounds.test.ts"],
  },
  errors: { place: "rotation-fn/errors.ts", tests: ["errors.test.ts"] },
  event: { place: "rotation-fn/event.ts", tests: ["event.test.ts", "event-bounds.test.ts"] },
  steps: {
    place: "rotation-fn/steps",
    tests: [...["rotation", "outdated-pending", "steps-in-memory"].map((name) => `steps/${name}.test.ts`), ANSWERS],
  },
  strategies: { place: "rotation-fn/strategies", tests: [...STRATEGY_TESTS, ANSWERS] },
  actions: {
    place: "rotation-fn/actions",
    tests: ["handler.test.ts", ...ACTION_TESTS, ANSWERS],
  },
} as const satisfies Readonly<Record<string, Measured>>;

export type MutatedPart = keyof typeof MUTATED;

export const MUTATED_PARTS = Object.keys(MUTATED) as readonly MutatedPart[];

/** The files of a part, from the root of the repository. */
export function filesOf(root: string, part: MutatedPart): readonly string[] {
  const { place } = MUTATED[part];
  if (place.endsWith(".ts")) return [place];
  return readdirSync(path.join(root, place))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${place}/${name}`)
    .sort();
}

/** The files that `--only` names: a part, a file or folder, or a glob. Throws for one that matches nothing. */
export function chosenFiles(root: string, only: readonly string[]): readonly string[] {
  const all = MUTATED_PARTS.flatMap((part) => filesOf(root, part));
  if (only.length === 0) return all;
  const chosen = new Set(
    only.flatMap((one) => {
      const files = isPart(one) ? filesOf(root, one) : all.filter((file) => matches(file, one));
      if (files.length > 0) return files;
      throw new Error(
        `--only ${one} names no measured file; allowed: ${MUTATED_PARTS.join(", ")}, or a path or glob of their files; ` +
          `what to do: npm run mutation -- --only steps`,
      );
    }),
  );
  return all.filter((file) => chosen.has(file));
}

function isPart(name: string): name is MutatedPart {
  return Object.hasOwn(MUTATED, name);
}

/** In a pattern, `*` stands for any characters within a folder's name or a file's. */
function matches(file: string, pattern: string): boolean {
  const whole = pattern.replace(/\/$/, "").split("*").map(escaped).join("[^/]*");
  return new RegExp(`^${whole}(?:/|$)`).test(file);
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
