import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ProviderMirror } from "../../local/terraform/find-provider";
import { inTemporaryHome } from "../../local/terraform/tool-home";
import { runInGroup } from "../../ops/terraform/process-group";
import { KEYS_TO_EDIT } from "../../stacks/shared/refuse-placeholders";

/** Long enough for a provider of 700 MB and some hundred stacks on a busy machine. */
const STEP_TIMEOUT_MS = 540_000;

/** What `terraform validate` says about a stack; a warning counts. */
export interface Diagnostic {
  readonly stack: string;
  readonly summary: string;
  readonly detail: string;
  /** `aws_instance.bastion`, if the provider names one. */
  readonly address: string | undefined;
}

/**
 * Has Terraform and the real provider validate every stack below a folder of synthesized stacks, all in one run: each is a module
 * of one root, so that the provider tells its schema once. What belongs to a root alone, the backend, is left out.
 *
 * @param workFolder an empty folder for that root
 */
export async function validateStacks(
  stacksFolder: string,
  workFolder: string,
  { terraform, mirror }: { readonly terraform: string; readonly mirror: ProviderMirror },
): Promise<readonly Diagnostic[]> {
  const stacks = readdirSync(stacksFolder).sort();
  const providersSeen = new Set<string>();
  for (const stack of stacks) {
    const text = readFileSync(path.join(stacksFolder, stack, "cdk.tf.json"), "utf8");
    mkdirSync(path.join(workFolder, stack), { recursive: true });
    writeFileSync(path.join(workFolder, stack, "cdk.tf.json"), asModule(text, mirror, providersSeen));
  }
  const module = Object.fromEntries(stacks.map((stack) => [stack, { source: `./${stack}` }]));
  writeFileSync(path.join(workFolder, "main.tf.json"), JSON.stringify({ module }));

  return inTemporaryHome(mirror, async (environment) => {
    const options = { cwd: workFolder, environment, timeoutMs: STEP_TIMEOUT_MS };
    const init = await runInGroup(terraform, ["init"], options);
    if (init.exitCode !== 0) throw new Error(`terraform init failed:\n${init.output}`);
    const { stdout } = await runInGroup(terraform, ["validate", "-json"], options);
    return readDiagnostics(stdout);
  });
}

/** The newest runtime that provider 5 knows. */
const OLD_RUNTIME = '"runtime": "nodejs22.x"';

/**
 * A stack as a module. A mirror seldom has the version that real environments ask for: then another one is accepted, and an
 * older one does not get the runtime that it does not know. A provider block with the same keys as one before is left out, because Terraform starts
 * a provider for each. The refusal of shipped values is left out as well: it is ours and no finding of the provider. Everything else is
 * validated as it is.
 */
function asModule(text: string, mirror: ProviderMirror, providersSeen: Set<string>): string {
  const [newest = ""] = mirror.versions;
  const known = newest.startsWith("5.") ? text.replace(/"runtime": "nodejs24\.x"/g, OLD_RUNTIME) : text;
  const json = JSON.parse(known);
  delete json.terraform.backend;
  delete json.output?.[KEYS_TO_EDIT];
  json.terraform.required_providers.aws.version = ">= 5.100.0";
  const provider = JSON.stringify(json.provider, (_, value) => (typeof value === "string" ? "" : value));
  if (providersSeen.has(provider) && !provider.includes('"alias"')) delete json.provider;
  providersSeen.add(provider);
  return JSON.stringify(json);
}

interface ReportedDiagnostic {
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string };
}

function readDiagnostics(stdout: string): readonly Diagnostic[] {
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly ReportedDiagnostic[] };
  return diagnostics.map(({ summary, detail = "", address, range }) => ({
    stack: path.posix.basename(path.posix.dirname(range?.filename ?? "")) || "unknown",
    summary,
    detail,
    address,
  }));
}
