import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { S3StateSettings } from "../../stacks/shared/state-backend";
import { ALLOWED_TERRAFORM } from "../../stacks/shared/terraform-version";
import { OpsError } from "../error";
import { errorsIn } from "../terraform/errors-in";
import { StackRunner, terraformOnPath, terraformVariables } from "../terraform/stack-runner";

/** A backend of Terraform with its arguments. */
export type StateBackend = { readonly s3: S3StateSettings } | { readonly local: { readonly path: string } };

export interface StateReader {
  /** A profile of the AWS configuration files; undefined for the usual chain. */
  readonly profile: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * The outputs of one stack, from its state. Terraform reads the state in a folder that holds the backend and nothing else, so that neither a
 * synthesis nor a provider is needed. Throws `tunnel_failed`.
 */
export async function stackOutputs(
  backend: StateBackend,
  { profile, signal }: StateReader,
): Promise<Readonly<Record<string, unknown>>> {
  const terraform = terraformOnPath();
  if (terraform === undefined) {
    const remedy = `install Terraform (${ALLOWED_TERRAFORM}), or use --tunnel-port <port>`;
    throw failed("Terraform is not on the PATH", "", remedy);
  }
  const folder = mkdtempSync(path.join(tmpdir(), "stack-outputs-"));
  try {
    writeFileSync(path.join(folder, "backend.tf.json"), JSON.stringify({ terraform: { backend } }), { mode: 0o600 });
    const variables = {
      ...terraformVariables(process.env),
      ...(profile === undefined ? {} : { AWS_PROFILE: profile }),
    };
    const runner = new StackRunner({ terraform, variables, signal });
    await succeed(runner.read(folder, ["init", "-input=false"]), "terraform init");
    const text = await succeed(runner.read(folder, ["output", "-json"]), "terraform output");
    const outputs = JSON.parse(text) as Readonly<Record<string, { readonly value: unknown }>>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function succeed(run: ReturnType<StackRunner["read"]>, command: string): Promise<string> {
  const { exitCode, stdout, output } = await run;
  if (exitCode === 0) return stdout;
  throw failed(
    `${command} could not read the state of the stack`,
    errorsIn(output),
    "use the --profile that may read the state, or open the tunnel yourself and use --tunnel-port <port>",
  );
}

function failed(problem: string, found: string, remedy: string): OpsError {
  return new OpsError("tunnel_failed", { problem, ...(found === "" ? {} : { found }), remedy });
}
