import { spawn } from "node:child_process";
import path from "node:path";

const CLI = path.join(__dirname, "..", "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");

/**
 * `npm run deploy`, `diff`, `destroy`, `synth`: the CDKTF CLI without its telemetry. The CLI sends a report to
 * checkpoint-api.hashicorp.com for each command, and prints ENOTFOUND where it cannot; CHECKPOINT_DISABLE turns that off.
 *
 * `destroy` handles one stack after the other: the CLI crashes when one of several stacks in flight fails, and leaves a Terraform running.
 */
function main([command = "help", ...args]: readonly string[]): void {
  const isParallel = args.some((arg) => arg.startsWith("--parallelism"));
  const more = command === "destroy" && !isParallel ? ["--parallelism", "1"] : [];
  const child = spawn(process.execPath, [CLI, command, ...args, ...more], {
    stdio: "inherit",
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
  // Ctrl-C reaches the CLI as well: this process waits until the CLI has ended.
  const ignore = (): void => undefined;
  process.on("SIGINT", ignore).on("SIGTERM", (signal) => child.kill(signal));
  child.once("error", (error) => {
    console.error(`the CDKTF CLI did not start: ${error.message}; what to do: npm ci`);
    process.exitCode = 1;
  });
  child.once("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}

main(process.argv.slice(2));
