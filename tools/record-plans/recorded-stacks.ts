import { readFileSync } from "node:fs";
import path from "node:path";
import type { RecordedStack } from "./fixtures";

type Json = Readonly<Record<string, unknown>>;

/** The stacks of a synthesized folder, without the framework's metadata, each with its plan. */
export function recordedStacks(outFolder: string, plans: ReadonlyMap<string, Json | string>): readonly RecordedStack[] {
  const { stacks } = JSON.parse(readFileSync(path.join(outFolder, "manifest.json"), "utf8")) as {
    readonly stacks: Readonly<Record<string, { readonly dependencies: readonly string[] }>>;
  };
  return [...plans].map(([id, plan]) => ({
    id,
    dependencies: stacks[id]?.dependencies ?? [],
    synthesized: withoutMetadata(
      JSON.parse(readFileSync(path.join(outFolder, "stacks", id, "cdk.tf.json"), "utf8")),
    ) as Json,
    plan,
  }));
}

function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "//")
      .map(([key, child]) => [key, withoutMetadata(child)]),
  );
}
