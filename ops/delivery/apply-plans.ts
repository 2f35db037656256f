import path from "node:path";
import { type OpenOptions, openEnvironment } from "../review/open-environment";
import { currentCommit } from "../review/synthesis/base-checkout";
import { errorsIn } from "../terraform/errors-in";
import { outdatedReasons, statesOf } from "./check-plans";
import { DeliveryError } from "./delivery-error";
import { configurationSha256, fileSha256, readManifest } from "./manifest";

export interface ApplyOptions extends OpenOptions {
  /** Where `npm run review` wrote: `<folder>/<environment>/manifest.json`. */
  readonly reviewFolder: string;
  readonly onProgress: (line: string) => void;
}

export interface Applied {
  readonly applied: readonly string[];
  /** Stacks that have no plan yet, or one that was made with what an upstream plan changes. */
  readonly reviewAgain: readonly string[];
}

/**
 * Applies exactly the plans that were reviewed, in order, one after the other. Nothing is applied when the commit, the configuration, the
 * provider lock, a plan file or the state of any stack is not what it was.
 *
 * Interrupted, Terraform ends what it is doing and writes its state; the stacks after it are not begun.
 *
 * @throws DeliveryError `no_saved_plans`, `plans_outdated`, `apply_failed`, `interrupted`
 */
export async function applyPlans(options: ApplyOptions): Promise<Applied> {
  const { project, environment, reviewFolder, onProgress, signal } = options;
  const folder = path.join(reviewFolder, environment);
  const manifest = readManifest(folder, environment);
  const { outFolder, stacks, runner, folderOf } = await openEnvironment(options);
  const reasons = outdatedReasons(manifest, folder, {
    commit: (await currentCommit(project, signal)).commit,
    configurationSha256: configurationSha256(
      outFolder,
      stacks.map(({ id }) => id),
    ),
    providerLockSha256: fileSha256(path.join(folderOf(stacks[0]?.id ?? ""), ".terraform.lock.hcl")),
    states: await statesOf(runner, manifest, folderOf),
  });
  if (reasons.length > 0) {
    throw new DeliveryError(
      "plans_outdated",
      `nothing was applied, because the saved plans of ${environment} are outdated:\n${reasons.map((reason) => `  ${reason}\n`).join("")}what to do: npm run review -- ${environment}`,
    );
  }
  const applied: string[] = [];
  for (const stack of manifest.stacks) {
    if (stack.plan === undefined || stack.after.length > 0) continue;
    onProgress(`applying ${stack.id}`);
    const args = ["apply", "-input=false", path.join(folder, stack.plan.file)];
    const run = await runner.run(folderOf(stack.id), args).catch((error: unknown) => {
      throw signal.aborted ? interrupted(environment, stack.id, error, applied) : error;
    });
    if (run.exitCode !== 0) throw failed(environment, stack.id, run.output, applied);
    applied.push(stack.id);
  }
  return { applied, reviewAgain: manifest.stacks.flatMap(({ id, after }) => (after.length > 0 ? [id] : [])) };
}

function failed(environment: string, id: string, output: string, applied: readonly string[]): DeliveryError {
  return new DeliveryError(
    "apply_failed",
    `terraform apply of ${id} failed: ${errorsIn(output)}\n${aroundIt(applied)}; what to do: correct the cause, then npm run review -- ${environment}`,
  );
}

function interrupted(environment: string, id: string, cause: unknown, applied: readonly string[]): DeliveryError {
  return new DeliveryError(
    "interrupted",
    `terraform apply of ${id} was interrupted: its state holds what it had made until then\n${aroundIt(applied)}; what to do: npm run review -- ${environment}, which plans the rest`,
    { cause },
  );
}

function aroundIt(applied: readonly string[]): string {
  const before = applied.length === 0 ? "no stack before it" : `before it: ${applied.join(", ")}`;
  return `applied ${before}; the stacks after it were not begun`;
}
