import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A program of an example that is running. */
export interface StartedExample {
  /** Resolves when what it printed matches, on either stream. Rejects when it ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends its standard input. */
  endInput(): void;
  signal(signal: NodeJS.Signals): void;
  /** Its exit code and standard output, when it has ended. */
  ended(): Promise<{ readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }>;
}

export function startExample(
  folder: string,
  args: readonly string[],
  environment: Record<string, string>,
): StartedExample {
  const { PATH = "" } = process.env;
  const child: ChildProcess = spawn(process.execPath, [...args], { cwd: folder, env: { PATH, ...environment } });
  let stdout = "";
  let stderr = "";
  const waiting = new Set<() => void>();
  const heard = () => {
    for (const look of waiting) look();
  };
  child.stdout?.on("data", (data: Buffer) => {
    stdout += data.toString();
    heard();
  });
  child.stderr?.on("data", (data: Buffer) => {
    stderr += data.toString();
    heard();
  });
  const exit = once(child, "close").then(([exitCode]) => ({ exitCode: exitCode as number | null, stdout, stderr }));
  return {
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(stdout) ?? pattern.exec(stderr);
          if (found === null) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        void exit.then(({ exitCode }) =>
          reject(new Error(`ended with ${exitCode} before ${pattern}:\n${stdout}\n${stderr}`)),
        );
      }),
    endInput: () => void child.stdin?.end(),
    signal: (signal) => void child.kill(signal),
    ended: () => exit,
  };
}
