import { spawnSync } from "node:child_process";
import path from "node:path";
import { main } from "./main";
import type { Measurement } from "./measurement";
import { figure } from "./report/figures";
import { atMost } from "./report/goals";
import { spreadOf } from "./report/statistics";
import { numbers, words } from "./report/table";

const START = path.join(__dirname, "..", "ops", "start.cjs");
const MAX_START_MS = 500;

/** Each loads what a command of its kind needs before it does anything: nothing, the runbook, the environments. */
const COMMANDS = [["--help"], ["explain", "login_refused"], ["destroy-check", "dev", "--json"]] as const;

/** How long a person waits for an operator's command to begin. */
export const operations: Measurement = {
  name: "operations",
  about: "the start of npm run ops: from the process to its first line, without npm",
  async measure({ runs }) {
    start(COMMANDS[0]); // makes the bundle
    const spreads = COMMANDS.map((args) => {
      const sample = Array.from({ length: runs }, () => start(args));
      return { command: args.join(" "), ...spreadOf(sample) };
    });
    const slowest = Math.max(...spreads.map(({ median }) => median));
    return {
      engines: [],
      tables: [
        {
          title: "Start of the operators' commands",
          columns: [words("command"), numbers("median ms"), numbers("fastest"), numbers("slowest")],
          rows: spreads.map(({ command, median, min, max }) => [command, figure(median), figure(min), figure(max)]),
          howOften: `${runs} processes each, one after the other; one more before them makes the bundle.`,
          notes: ["npm itself takes 200 to 400 ms more; node ops/start.cjs is the same without it."],
        },
      ],
      goals: [atMost("start of an operator's command", MAX_START_MS, slowest, "machine", " ms")],
      figures: { spreads },
    };
  },
};

function start(args: readonly string[]): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [START, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`ops ${args.join(" ")} ended with ${status}: ${stderr}`);
  return performance.now() - startedAt;
}

if (require.main === module) void main([operations]);
