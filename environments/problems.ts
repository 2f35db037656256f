import type { z } from "zod";
import { looksRandom } from "../rotation-fn/looks-like-password";

/** One thing that is wrong in an environment file. */
export interface Problem {
  /** Dotted, beginning with the name of the environment: `dev.network.zones.1.privateCidr`. */
  readonly path: string;
  /** The value, shortened; never the content of an object or of an unknown key. */
  readonly found: string;
  /** What is allowed there and what to do. */
  readonly rule: string;
}

/** The only error of an environment file: it lists every problem of every file at once. */
export class EnvironmentError extends Error {
  readonly code = "bad_environment";
  override readonly name = "EnvironmentError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const lines = problems.map(({ path, found, rule }) => `  ${path}: found ${found}; ${rule}`);
    super([`${count} in environments/ (bad_environment), nothing was synthesized:`, ...lines].join("\n"));
    this.problems = problems;
  }
}

/** Turns what zod found into problems. `input` is what was parsed, `name` the environment's name. */
export function problemsOf(name: string, error: z.ZodError, input: unknown): readonly Problem[] {
  const problems = error.issues.flatMap((issue): Problem[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: dotted([name, ...issue.path, key]),
        found: "an unknown key",
        rule: issue.message,
      }));
    }
    return [{ path: dotted([name, ...issue.path]), found: shown(valueAt(input, issue.path)), rule: issue.message }];
  });
  // Several checks of one number may break at the same place with the same words.
  const seen = new Set<string>();
  return problems.filter(({ path, rule }) => {
    const key = `${path}\n${rule}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

const MAX_KEY_CHARACTERS = 60;
const MAX_KEYS = 10;

/** The problems, whose rules may quote other members of the files, without any text of these that looks like a password. */
export function withoutPasswords(problems: readonly Problem[], inputs: unknown): readonly Problem[] {
  const texts = textsIn(inputs).filter(looksRandom);
  const hide = (text: string): string => texts.reduce((left, secret) => left.replaceAll(secret, "(not shown)"), text);
  return problems.map((problem) => ({ ...problem, rule: hide(problem.rule) }));
}

/** Without recursion: a file can nest deeper than the stack. Each object once: a file is a program, and its objects can hold each other. */
function textsIn(value: unknown): readonly string[] {
  const texts: string[] = [];
  const open = [value];
  const seen = new Set<object>();
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === "string") texts.push(next);
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    for (const member of Object.values(next)) open.push(member);
  }
  return texts;
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map((key) => shownKey(String(key))).join(".");
}

/** A password may stand where a key should. */
function shownKey(key: string): string {
  return looksRandom(key) ? "(not shown)" : key.slice(0, MAX_KEY_CHARACTERS);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value);
    const more = keys.length > MAX_KEYS ? ` and ${keys.length - MAX_KEYS} more` : "";
    return `an object with ${keys.slice(0, MAX_KEYS).map(shownKey).join(", ") || "no keys"}${more}`;
  }
  if (typeof value === "string" && value.includes("PRIVATE KEY")) return "a private key (not shown)";
  if (typeof value === "string" && !value.startsWith("ssh-") && looksRandom(value))
    return `a text of ${value.length} characters (not shown: it looks like a password)`;
  // JSON knows no NaN, no bigint, no symbol and no function; a program can write them all.
  if (typeof value === "symbol" || typeof value === "function") return `a ${typeof value}`;
  const json = typeof value === "string" ? JSON.stringify(value) : String(value);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}
