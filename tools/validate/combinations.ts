import fc from "fast-check";
import { type Environment, EnvironmentError, type EnvironmentInput, parseEnvironment } from "../../environments";
import type { Feature } from "./features";

/** An environment with several features at once. */
export interface Combination {
  readonly environment: Environment;
  readonly features: readonly Feature[];
}

/** What every combination begins with. */
export const PLAIN: EnvironmentInput = {
  target: { kind: "aws", stateBucket: "sample-terraform-state" },
  region: "eu-west-1",
  accountId: "111122223333",
  network: { cidr: "10.1.0.0/16", zones: [{ name: "eu-west-1a" }, { name: "eu-west-1b" }] },
  bastion: {
    publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEu+WgF9E0QMsXtWM8L+bOkyR+UN2eYHqPhluVExTPpt sample",
    allowedCidrs: ["203.0.113.0/24"],
  },
  appSecrets: [
    { name: "shop", database: "shop", username: "shop" },
    { name: "reporting", database: "shop", username: "reporting" },
  ],
};

/** How many features are tried in one combination. */
const TRIED = { min: 10, max: 50 } as const;

/**
 * Combinations of features, the same ones for the same seed: `count` of them drawn at random, and one more for each feature that
 * none of those has. A feature that does not go with those chosen before it is left out.
 *
 * @returns also the features that fit nowhere: an example that is wrong
 */
export function combinations(
  features: readonly Feature[],
  { count, seed }: { readonly count: number; readonly seed: number },
): { readonly combinations: readonly Combination[]; readonly unfit: readonly Feature[] } {
  const within = (length: number) => Math.min(length, features.length);
  const lengths = { minLength: within(TRIED.min), maxLength: within(TRIED.max) };
  const drawn = fc.sample(fc.shuffledSubarray([...features], lengths), { numRuns: count, seed });
  const made = drawn.map((subset, index) => combine(`f${index}`, subset));
  const unfit: Feature[] = [];
  for (const feature of features) {
    if (made.some((combination) => combination.features.includes(feature))) continue;
    const fitting = firstFitting(`f${made.length}`, feature, features);
    if (fitting === undefined) unfit.push(feature);
    else made.push(fitting);
  }
  return { combinations: made, unfit };
}

function firstFitting(name: string, feature: Feature, features: readonly Feature[]): Combination | undefined {
  for (const first of withRoomFor(feature, features)) {
    const combination = combine(name, [...first, feature]);
    if (combination.features.includes(feature)) return combination;
  }
  return undefined;
}

/** What may have to be chosen before a feature: nothing, or one other of the same section. */
function withRoomFor(feature: Feature, features: readonly Feature[]): readonly (readonly Feature[])[] {
  const sections = sectionsOf(feature);
  const others = features.filter(
    (other) => other !== feature && sectionsOf(other).some((one) => sections.includes(one)),
  );
  return [[], ...others.map((other) => [other])];
}

function sectionsOf({ set }: Feature): readonly string[] {
  return Object.keys(set).map((path) => path.split(/[.[]/)[0] ?? path);
}

function combine(name: string, subset: readonly Feature[]): Combination {
  let input: unknown = PLAIN;
  let environment: Environment | undefined;
  const kept: Feature[] = [];
  for (const feature of subset) {
    const next = withFeature(input, feature);
    const parsed = parsedOrNot(name, next);
    if (parsed === undefined) continue;
    input = next;
    environment = parsed;
    kept.push(feature);
  }
  return { environment: environment ?? parseEnvironment(name, PLAIN), features: kept };
}

function parsedOrNot(name: string, input: unknown): Environment | undefined {
  try {
    return parseEnvironment(name, input as EnvironmentInput);
  } catch (error) {
    if (error instanceof EnvironmentError) return undefined; // does not go with what was chosen before
    throw error;
  }
}

function withFeature(input: unknown, { set }: Feature): unknown {
  const copy = structuredClone(input);
  for (const [path, value] of Object.entries(set)) setAt(copy, path.split("."), structuredClone(value));
  return copy;
}

/** `appSecrets[]` is the first of them. */
function setAt(target: unknown, [step = "", ...rest]: readonly string[], value: unknown): void {
  const key = step.replace(/\[\]$/, "");
  const holder = target as Record<string, unknown>;
  if (rest.length === 0) {
    if (value === undefined) delete holder[key];
    else holder[key] = value;
    return;
  }
  holder[key] ??= {};
  setAt(step.endsWith("[]") ? (holder[key] as unknown[])[0] : holder[key], rest, value);
}
