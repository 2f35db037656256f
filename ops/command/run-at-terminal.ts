import { spawn } from "node:child_process";
import { OpsError } from "../error";

/** Runs a program with this process's terminal, and gives its exit code. Ctrl-C interrupts the program only. Throws `client_missing`. */
export async function runAtTerminal(program: string, args: readonly string[]): Promise<number> {
  const ignore = (): void => undefined;
  process.on("SIGINT", ignore);
  try {
    const child = spawn(program, args, { stdio: "inherit", env: process.env });
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => resolve(code ?? 1));
    });
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new OpsError(
      "client_missing",
      { problem: `${program} did not start`, found, remedy: "install it again" },
      { cause: error },
    );
  } finally {
    process.off("SIGINT", ignore);
  }
}
