import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { loadEnvironments } from "../environments";
import { connectAws } from "./aws/connect";
import { runOps } from "./command/run";
import { runAtTerminal } from "./command/run-at-terminal";
import { COMMANDS } from "./commands";
import { synthesizedStacks } from "./synthesized-stacks";

/** `npm run ops -- <command> <environment> [secret]`. */
async function main(): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  // A reader that has seen enough (`| head`) closes the pipe.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const interruption = new AbortController();
  const interrupt = (): void => {
    if (!interruption.signal.aborted)
      process.stderr.write("interrupted; a call under way ends first, Ctrl-C again does not wait\n");
    interruption.abort();
  };
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const isTerminal = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  process.exitCode = await runOps(COMMANDS, process.argv.slice(2), {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    isTerminal,
    ask: process.stdin.isTTY === true ? (question) => ask(question, interruption.signal, interrupt) : undefined,
    signal: interruption.signal,
    now: () => Date.now(),
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    async runAtTerminal(program, args) {
      process.off("SIGINT", interrupt);
      try {
        return await runAtTerminal(program, args);
      } finally {
        process.once("SIGINT", interrupt);
      }
    },
    environments: loadEnvironments,
    aws: connectAws,
    stacks: synthesizedStacks,
  });
}

async function ask(question: string, signal: AbortSignal, interrupt: () => void): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // readline reads Ctrl-C itself while it waits for an answer.
  terminal.once("SIGINT", interrupt);
  try {
    return await terminal.question(question, { signal });
  } finally {
    terminal.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
