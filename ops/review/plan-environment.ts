import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { configurationSha256, fileSha256, type ManifestStack, writeManifest } from "../delivery/manifest";
import { sideBySide } from "../terraform/side-by-side";
import type { Review, StackReview } from "./model/change";
import { markOutdated } from "./model/outdated";
import { type OpenEnvironment, type OpenOptions, openEnvironment } from "./open-environment";
import { type WrittenReview, writeReview } from "./output/write-review";
import { type PlannedByTerraform, planStacks } from "./plan-stacks";
import type { Section } from "./report/section";
import { currentCommit } from "./synthesis/base-checkout";

export interface PlanOptions extends OpenOptions {
  /** Where the environment's folder with report and plans is written. */
  readonly outFolder: string;
  readonly extras?: readonly Section[];
  /** Only looks: takes no lock and keeps no plan, as a role that may only read can. */
  readonly isReadOnly?: boolean;
  /** Passwords that must not be in a report. */
  readonly known?: ReadonlySet<string>;
}

/**
 * Plans every stack of an environment, writes the report, and keeps the plans with a manifest for `npm run apply`.
 *
 * @throws DeliveryError when there is no such environment or no Terraform, or a known password is in a report
 */
export async function planEnvironment(options: PlanOptions): Promise<WrittenReview> {
  const { environment, outFolder, isReadOnly = false } = options;
  const opened = await openEnvironment(options);
  const folder = path.join(outFolder, environment);
  const plansFolder = path.join(folder, "plans");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(plansFolder, { recursive: true, mode: 0o700 });
  let isKept = false;
  try {
    // Read before the plans: a deployment that comes in between makes them outdated, instead of being taken for their state.
    const states = isReadOnly ? [] : await statesBefore(opened);
    const planned = await planStacks(opened, plansFolder, { isReadOnly });
    const stacks = markOutdated(
      planned.map(({ review }) => review),
      opened.stacks,
    );
    const { commit, isClean } = await currentCommit(options.project, options.signal);
    const review: Review = { environment, basis: "plan", stacks, at: new Date() };
    const written = writeReview(
      outFolder,
      review,
      {
        synthesized: { before: opened.stacks, after: opened.stacks },
        origin: [
          `Planned with the state of ${review.at.toISOString().slice(0, 16)}Z: commit ${commit.slice(0, 12)}${isClean ? "" : " and changes that are not committed"}.`,
        ],
        extras: options.extras ?? [],
      },
      options.known,
    );
    if (!isReadOnly) keep(opened, { folder, states, review, planned, commit });
    isKept = !isReadOnly;
    return written;
  } finally {
    // A plan without a manifest is applied by nothing, and holds what a state holds.
    if (!isKept) rmSync(plansFolder, { recursive: true, force: true });
  }
}

interface Kept {
  readonly folder: string;
  readonly states: readonly ManifestStack["state"][];
  readonly review: Review;
  readonly planned: readonly PlannedByTerraform[];
  readonly commit: string;
}

function keep({ outFolder, stacks }: OpenEnvironment, { folder, states, review, planned, commit }: Kept): void {
  const [first] = planned;
  writeManifest(folder, {
    version: 1,
    environment: review.environment,
    at: review.at.toISOString(),
    commit,
    configurationSha256: configurationSha256(
      outFolder,
      stacks.map(({ id }) => id),
    ),
    providerLockSha256: first === undefined ? "" : fileSha256(path.join(first.stackFolder, ".terraform.lock.hcl")),
    stacks: planned.map(({ planFile, hasChanges }, index) =>
      manifestStack(review.stacks[index], hasChanges ? planFile : undefined, folder, states[index]),
    ),
  });
}

function manifestStack(
  stack: StackReview | undefined,
  planFile: string | undefined,
  folder: string,
  state: ManifestStack["state"],
): ManifestStack {
  const after = stack?.kind === "planned" ? stack.outdatedBy : stack?.kind === "waiting" ? [stack.upstream] : [];
  const isApplicable = stack?.kind === "planned" && planFile !== undefined;
  return {
    id: stack?.id ?? "",
    ...(isApplicable ? { plan: { file: path.relative(folder, planFile), sha256: fileSha256(planFile) } } : {}),
    ...(state === undefined ? {} : { state }),
    after,
  };
}

/** In the order of the stacks. A state that cannot be read makes the plan fail, too: such a stack has no plan to be applied. */
function statesBefore({ stacks, runner, folderOf }: OpenEnvironment): Promise<readonly ManifestStack["state"][]> {
  return sideBySide(stacks, ({ id }) => runner.stateOf(folderOf(id)).catch(() => undefined));
}
