import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

type Json = Readonly<Record<string, unknown>>;

/** The scenario whose files hold what all others have in common. */
const BASE = "nothing-to-do";

/** What is recorded of one stack in one scenario. */
export interface RecordedStack {
  readonly id: string;
  readonly dependencies: readonly string[];
  /** `cdk.tf.json` without the framework's metadata. */
  readonly synthesized: Json;
  /** Trimmed `terraform show -json`, or what Terraform printed instead of planning. */
  readonly plan: Json | string;
}

/** Writes one scenario: in full for the base, for others only what differs from it. */
export function writeFixture(folder: string, scenario: string, stacks: readonly RecordedStack[]): void {
  const base = scenario === BASE ? [] : readBase(folder);
  const content = stacks.map((stack) => {
    const common = base.find(({ id }) => id === stack.id);
    return common === undefined || typeof stack.plan === "string" || typeof common.plan === "string"
      ? { ...stack, synthesized: patch(common?.synthesized ?? {}, stack.synthesized) }
      : {
          id: stack.id,
          dependencies: stack.dependencies,
          synthesized: patch(common.synthesized, stack.synthesized),
          plan: { ...stack.plan, resource_drift: [], resource_changes: changed(stack.plan) },
        };
  });
  writeFileSync(fileOf(folder, scenario), `${JSON.stringify(content, undefined, 1)}\n`);
}

/** Reads one scenario as it was recorded. */
export function readFixture(folder: string, scenario: string): readonly RecordedStack[] {
  const stacks = JSON.parse(readFileSync(fileOf(folder, scenario), "utf8")) as readonly RecordedStack[];
  const base = scenario === BASE ? [] : readBase(folder);
  return stacks.map((stack) => {
    const common = base.find(({ id }) => id === stack.id);
    if (common === undefined) return stack;
    const synthesized = applied(common.synthesized, stack.synthesized) as Json;
    if (typeof stack.plan === "string" || typeof common.plan === "string") return { ...stack, synthesized };
    const own = resources(stack.plan);
    const addresses = new Set(own.map(({ address }) => address));
    const unchanged = resources(common.plan).filter(({ address }) => !addresses.has(address));
    return { ...stack, synthesized, plan: { ...stack.plan, resource_changes: [...unchanged, ...own] } };
  });
}

function readBase(folder: string): readonly RecordedStack[] {
  if (!existsSync(fileOf(folder, BASE))) return [];
  return JSON.parse(readFileSync(fileOf(folder, BASE), "utf8")) as readonly RecordedStack[];
}

function fileOf(folder: string, scenario: string): string {
  return path.join(folder, `${scenario}.json`);
}

function resources(plan: Json): readonly Json[] {
  return Array.isArray(plan.resource_changes) ? (plan.resource_changes as readonly Json[]) : [];
}

function changed(plan: Json): readonly Json[] {
  return resources(plan).filter(({ change }) => JSON.stringify((change as Json).actions) !== '["no-op"]');
}

/** What must be merged into one value to get the other; `null` takes a key away. */
function patch(before: Json, after: Json): Json {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    keys.flatMap((key): readonly (readonly [string, unknown])[] => {
      const [one, other] = [before[key], after[key]];
      if (JSON.stringify(one) === JSON.stringify(other)) return [];
      if (other === undefined) return [[key, null]];
      return [[key, isObject(one) && isObject(other) ? patch(one, other) : other]];
    }),
  );
}

function applied(before: unknown, change: unknown): unknown {
  if (!isObject(before) || !isObject(change)) return change;
  const kept = Object.entries(before).filter(([key]) => !(key in change));
  const merged = Object.entries(change).flatMap(([key, value]) =>
    value === null ? [] : [[key, applied(before[key], value)]],
  );
  return Object.fromEntries([...kept, ...merged]);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
