import { execFile } from "node:child_process";
import { LocalError } from "../terminal/error";

export interface ProgramOptions {
  readonly timeoutMs: number;
  readonly environment?: NodeJS.ProcessEnv;
  /** What the program reads from its standard input; nothing when left out. */
  readonly input?: string;
}

export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
}

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const LINES_IN_MESSAGE = 5;

/**
 * Runs a program to its end, without a shell.
 * Fails with `command_failed`, which names the program and repeats the last lines that it wrote.
 */
export function runProgram(
  command: string,
  commandArguments: readonly string[],
  options: ProgramOptions,
): Promise<CommandOutput> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      [...commandArguments],
      {
        timeout: options.timeoutMs,
        killSignal: "SIGKILL",
        maxBuffer: MAX_OUTPUT_BYTES,
        env: options.environment ?? process.env,
      },
      (error, stdout, stderr) => {
        if (error === null) return resolve({ stdout, stderr });
        const how = error.killed ? `did not end within ${options.timeoutMs} ms` : howItEnded(error);
        const said = lastLines(stderr || stdout);
        reject(
          new LocalError("command_failed", `${command} ${how}${said === "" ? "" : `; it wrote: ${said}`}`, {
            cause: error,
          }),
        );
      },
    );
    child.stdin?.on("error", () => {}); // it ended without reading all: its exit code says why
    child.stdin?.end(options.input);
  });
}

function howItEnded(error: { code?: number | string | null; signal?: NodeJS.Signals | null }): string {
  if (typeof error.code === "number") return `ended with exit code ${error.code}`;
  if (error.signal) return `was ended by ${error.signal}`;
  return `could not be run (${error.code ?? "unknown reason"})`;
}

/** The last lines of a program's output as one line for a message. */
export const lastLines = (output: string): string =>
  output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(-LINES_IN_MESSAGE)
    .join(" | ");
