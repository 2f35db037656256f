import { duration } from "../terminal/quantity";
import { textTable } from "../terminal/text-table";
import { STACKS } from "../terraform/workspace";

/** What Terraform says at the end of a stack, after the CLI has put the stack's name before each line. */
const COMPLETE =
  /^(local-[a-z-]+)\s+(?:Apply|Destroy) complete! Resources:(?: (\d+) imported,)?(?: (\d+) added, (\d+) changed,)? (\d+) destroyed/;

/** How many resources one stack's deployment made, changed and deleted. */
export interface StackCounts {
  readonly stack: string;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

/** The counts in one line of the CLI's output, or undefined when it is another line. */
export function stackCounts(line: string): StackCounts | undefined {
  const found = COMPLETE.exec(line);
  if (found === null) return undefined;
  const [, stack = "", , added = "0", changed = "0", destroyed = "0"] = found;
  return { stack, added: Number(added), changed: Number(changed), destroyed: Number(destroyed) };
}

/** The end of a deployment or a destruction, for people: a line a stack, the time, and where the rest is. */
export function deploySummary(
  counts: readonly StackCounts[],
  { durationMs, logFile }: { readonly durationMs: number; readonly logFile: string },
): string {
  const rows = STACKS.flatMap((stack) => {
    const last = counts.findLast((one) => one.stack === stack);
    if (last === undefined) return [];
    return [[stack, `+${last.added}`, `~${last.changed}`, `-${last.destroyed}`]];
  });
  const right = ["+", "~", "-"].map((title) => ({ title, align: "right" as const }));
  return [
    textTable([{ title: "stack", align: "left" }, ...right], rows),
    `${duration(durationMs)}; everything that Terraform printed: ${logFile}`,
  ].join("\n");
}
