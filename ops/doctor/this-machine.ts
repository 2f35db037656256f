import path from "node:path";
import { runInGroup } from "../terraform/process-group";
import { PROVIDER_LOCK, terraformOnPath } from "../terraform/stack-runner";
import type { Machine } from "./local-checks";

const TIMEOUT_MS = 20_000;

/** This machine. npm runs scripts in the project's folder. */
export async function thisMachine(signal: AbortSignal): Promise<Machine> {
  const terraform = terraformOnPath();
  const lockFile = path.relative("", PROVIDER_LOCK);
  if (terraform === undefined) return { node: process.version, terraform: undefined, lockFile };
  const environment = { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", CHECKPOINT_DISABLE: "1" };
  const { stdout } = await runInGroup(terraform, ["version"], {
    cwd: process.cwd(),
    environment,
    timeoutMs: TIMEOUT_MS,
    signal,
  });
  return { node: process.version, terraform: stdout.split("\n")[0] ?? "", lockFile };
}
