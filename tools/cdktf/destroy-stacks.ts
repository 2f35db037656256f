import path from "node:path";
import { DeliveryError } from "../../ops/delivery/delivery-error";
import { errorsIn } from "../../ops/terraform/errors-in";
import { runInGroup } from "../../ops/terraform/process-group";
import { STATE_GRACE_MS } from "../../ops/terraform/stack-runner";

const PROJECT = path.resolve(__dirname, "..", "..");
const CLI = path.join(PROJECT, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");
/** An instance with a final snapshot, and the network interfaces of the function, each take most of an hour. */
const TIMEOUT_MS = 3 * 60 * 60_000;

export interface DestroyStacksOptions {
  /** Whose stacks they are: messages name the command that destroys the rest. */
  readonly environment: string;
  /** Where the stacks were synthesized and initialized. */
  readonly outFolder: string;
  /** All that the CDKTF CLI and Terraform find in their environment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/**
 * Destroys synthesized stacks one after the other, the first one first, each by its own `cdktf destroy`: a stack of several that were
 * named is destroyed only together with those that need it, and these may be gone since an earlier try.
 *
 * The CLI gets no Ctrl-C: it would end at once and leave its Terraform without a state to write. See {@link runInGroup}.
 *
 * @throws DeliveryError `destroy_failed`, `interrupted`
 */
export async function destroyStacks(
  stackIds: readonly string[],
  { environment, outFolder, variables, signal, onLine }: DestroyStacksOptions,
): Promise<void> {
  // Nothing is locked or synthesized once more: what was planned and confirmed is what is destroyed.
  const common = ["--output", outFolder, "--skip-synth", "--skip-provider-lock", "--ignore-missing-stack-dependencies"];
  const again = `npm run destroy -- ${environment}`;
  for (const [index, id] of stackIds.entries()) {
    const before = index === 0 ? "no stack before it" : `before it: ${stackIds.slice(0, index).join(", ")}`;
    const run = await runInGroup(process.execPath, [CLI, "destroy", id, "--auto-approve", ...common], {
      ...{ cwd: PROJECT, environment: variables, signal, onLine },
      ...{ timeoutMs: TIMEOUT_MS, graceMs: STATE_GRACE_MS },
    }).catch((error: unknown) => {
      throw signal.aborted ? interrupted(id, before, again, error) : error;
    });
    if (run.exitCode === 0) continue;
    throw new DeliveryError(
      "destroy_failed",
      `the destroy of ${id} failed: ${errorsIn(run.output)}\ndestroyed ${before}; what to do: correct the cause, then, for the rest: ${again}`,
    );
  }
}

function interrupted(id: string, before: string, again: string, cause: unknown): DeliveryError {
  return new DeliveryError(
    "interrupted",
    `the destroy of ${id} was interrupted: its state holds what is left of it\ndestroyed ${before}; what to do: for the rest: ${again}`,
    { cause },
  );
}
