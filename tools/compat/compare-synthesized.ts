import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Difference, differences } from "../../ops/review/attributes/difference";
import { NAMED_DIFFERENCES } from "./fork-packages";

export interface StackComparison {
  readonly stack: string;
  /** Reasons of the named differences that were found. */
  readonly named: readonly string[];
  /** Differences that nothing explains. */
  readonly unexplained: readonly Difference[];
}

/** Compares every stack of two synthesized folders. A stack that only one of them has differs in everything. */
export function compareSynthesized(one: string, other: string): readonly StackComparison[] {
  const stacks = [...new Set([...stacksIn(one), ...stacksIn(other)])].sort();
  return stacks.map((stack) => {
    const found = differences(contentOf(one, stack), contentOf(other, stack));
    const reasonOf = ({ path: at }: Difference): string | undefined =>
      NAMED_DIFFERENCES.find(({ path: named }) => named.test(at))?.reason;
    return {
      stack,
      named: [...new Set(found.flatMap((difference) => reasonOf(difference) ?? []))],
      unexplained: found.filter((difference) => reasonOf(difference) === undefined),
    };
  });
}

function stacksIn(outFolder: string): readonly string[] {
  return readdirSync(path.join(outFolder, "stacks"));
}

function contentOf(outFolder: string, stack: string): unknown {
  try {
    return withoutMetadata(JSON.parse(readFileSync(path.join(outFolder, "stacks", stack, "cdk.tf.json"), "utf8")));
  } catch (error) {
    return `not there: ${(error as Error).message.split(",")[0]}`;
  }
}

/** The framework writes its own version and the path of every construct beside the resources. */
function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "//")
      .map(([key, child]) => [key, withoutMetadata(child)]),
  );
}
