import { spawn } from "node:child_process";
import path from "node:path";

const CLI = path.join(__dirname, "..", "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");

/**
 * `npm run deploy`, `diff`, `destroy`, `synth`: the CDKTF CLI without its telemetry. The CLI sends a report to
 * checkpoint-api.hashicorp.com for each command, and prints ENOTFOUND where it cannot; CHECKPOINT_DISABLE turns that off.
 *
 * `destroy` handles one stack after the other: the CLI crashes when one of several stacks in flight fails, and leaves a Terraform running.
 * With the name of an environment instead of stacks it says what will be lost first, and asks for the name to be typed.
 */
async function main([command = "help", ...args]: readonly string[]): Promise<void> {
  const [name = "", ...more] = args;
  const destruction = command === "destroy" ? await import("./cdktf/destroy-by-name") : undefined;
  const isByName = destruction?.isEnvironment(name) === true;
  const { refusalOf } = await import("./cdktf/refusal");
  const refusal = refusalOf(command, isByName ? [`${name}-*`, ...more] : args, {
    searchPath: process.env.PATH,
    emulatorUrl: process.env.AWS_ENDPOINT_URL,
  });
  if (refusal !== undefined) {
    console.error(refusal);
    process.exitCode = 2;
    return;
  }
  if (isByName) return await destruction?.destroyByName(name, more);
  const isParallel = args.some((arg) => arg.startsWith("--parallelism"));
  const oneByOne = command === "destroy" && !isParallel ? ["--parallelism", "1"] : [];
  process.exitCode = await exitCodeOf([command, ...args, ...oneByOne]);
}

function exitCodeOf(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: "inherit",
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
  // Ctrl-C reaches the CLI as well: this process waits until the CLI has ended.
  const ignore = (): void => undefined;
  process.on("SIGINT", ignore).on("SIGTERM", (signal) => child.kill(signal));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(`the CDKTF CLI did not start: ${error.message}; what to do: npm ci`);
      resolve(1);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

void main(process.argv.slice(2));
