import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { terraformOrWhyNot } from "../../local/terraform/terraform-or-why-not";
import { inTemporaryHome } from "../../local/terraform/tool-home";
import { type GroupRun, runInGroup } from "../../ops/terraform/process-group";
import { KEYS_TO_EDIT } from "../../stacks/shared/refuse-placeholders";

/** Long enough for a provider of 700 MB on a busy machine; alone it takes three seconds a stack. */
export const VERDICT_TIMEOUT_MS = 120_000;

const found = terraformOrWhyNot();

/** What `terraform validate` says of a stack with the real provider: nothing, when it is valid. */
export interface Verdict {
  readonly stack: string;
  readonly problems: readonly string[];
}

/** Asks about synthesized stacks below `<folder>/cdktf.out/stacks`, one after the other. */
export async function terraformVerdicts(folder: string, stackIds: readonly string[]): Promise<readonly Verdict[]> {
  if (found.whyNot !== undefined) throw new Error(found.whyNot);
  const { terraform, mirror } = found;
  return inTemporaryHome(mirror, async (environment) => {
    const verdicts: Verdict[] = [];
    for (const stack of stackIds) {
      const cwd = path.join(folder, "cdktf.out", "stacks", stack);
      const run = (...args: string[]) =>
        runInGroup(terraform, args, { cwd, environment, timeoutMs: VERDICT_TIMEOUT_MS });
      acceptAnyProvider(cwd);
      verdicts.push({ stack, problems: await problemsOf(run) });
    }
    return verdicts;
  });
}

async function problemsOf(run: (...args: string[]) => Promise<GroupRun>): Promise<readonly string[]> {
  const init = await run("init", "-backend=false");
  if (init.exitCode !== 0) return [init.output];
  const { stdout } = await run("validate", "-json");
  const { valid, diagnostics } = JSON.parse(stdout) as {
    valid: boolean;
    diagnostics: { summary: string; detail: string }[];
  };
  const problems = diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`);
  return valid || problems.length > 0 ? problems : [stdout];
}

/**
 * A mirror seldom has the exact version that real environments ask for, and the refusal of shipped values is ours and no finding of the
 * provider; what is validated is everything else.
 */
function acceptAnyProvider(stack: string): void {
  const file = path.join(stack, "cdk.tf.json");
  const json = JSON.parse(readFileSync(file, "utf8").replace(/"version": "~> [\d.]+"/, '"version": ">= 5.100.0"'));
  delete json.output?.[KEYS_TO_EDIT];
  writeFileSync(file, JSON.stringify(json));
}
