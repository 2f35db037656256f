import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { LocalError } from "../../local/terminal/error";

/** A process that answers lines with lines, one at a time. */
export interface LineProcess {
  readonly pid: number | undefined;
  /** The next line that it writes. Throws `function_broken` when it ends instead, or takes longer than `timeoutMs`. */
  next(timeoutMs: number): Promise<string>;
  write(line: string): void;
  /** Closes its input, which is the sign to end, and waits; ends it by force when it does not. */
  stop(): Promise<void>;
}

export interface LineProcessStart {
  /** For messages: whose process it is. */
  readonly called: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const STOP_GRACE_MS = 2_000;
const KEPT_ERROR_CHARACTERS = 2_000;

export function startLineProcess({ called, program, args, environment }: LineProcessStart): LineProcess {
  const child = spawn(program, [...args], { env: environment, stdio: ["pipe", "pipe", "pipe"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let said = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    said = (said + text).slice(-KEPT_ERROR_CHARACTERS);
  });
  child.stdin.on("error", () => undefined); // the exit of the process reports it
  const gone = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
  });
  const broken = (why: string): LocalError =>
    new LocalError("function_broken", {
      problem: `the process of ${called} gave no answer`,
      found: [why, ...lastLines(said)].join(" | "),
      remedy: "read what was found, or run the same program by hand to see more",
    });
  return {
    pid: child.pid,
    async next(timeoutMs) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<string>((resolve) => {
        timer = setTimeout(resolve, timeoutMs, `nothing within ${timeoutMs} ms`);
      });
      try {
        const first = await Promise.race([lines.next(), gone.then((why) => ({ why })), late.then((why) => ({ why }))]);
        if ("why" in first) throw broken(first.why);
        if (first.done) throw broken(await gone);
        return first.value;
      } finally {
        clearTimeout(timer);
      }
    },
    write: (line) => void child.stdin.write(`${line}\n`),
    stop: () => end(child, gone),
  };
}

async function end(child: ChildProcess, gone: Promise<string>): Promise<void> {
  child.stdin?.end();
  const impatience = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
  await gone;
  clearTimeout(impatience);
}

/** The last lines of what it wrote, where an interpreter says what is wrong. */
function lastLines(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-3);
}
