import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DestroyFinding } from "../destroy/destroy-checks";
import { findingsOf } from "../review/findings/all-rules";
import { changesIn, type Review } from "../review/model/change";
import { type OpenEnvironment, type OpenOptions, openEnvironment } from "../review/open-environment";
import { planStacks } from "../review/plan-stacks";
import { DeliveryError } from "./delivery-error";

export interface DestroyOptions extends OpenOptions {
  /** What `ops destroy-check` says about the environment. */
  readonly findings: readonly DestroyFinding[];
  /** Shown before the question, line by line. */
  readonly onProgress: (line: string) => void;
  /** Asks a person to type the environment's name. */
  readonly ask: (question: string) => Promise<string>;
  /** Destroys these stacks, the first one first: `cdktf destroy`. */
  readonly destroyStacks: (stackIds: readonly string[]) => Promise<void>;
}

/** Kinds of findings that a destruction is about; the others follow from it. */
const TOLD = ["database_destroyed", "secret_deleted", "key_deleted"];

/**
 * Destroys an environment: refuses what AWS would refuse half-way, says from a real plan what will be lost, has the environment's name
 * typed, destroys the stacks with the last deployed one first, looks whether their states are empty, and says what stays behind.
 *
 * @throws DeliveryError `destroy_blocked`, `not_confirmed`, `destroy_failed`
 */
export async function destroyEnvironment(options: DestroyOptions): Promise<void> {
  const { environment, findings, onProgress, ask } = options;
  refuseBlocked(environment, findings);
  const opened = await openEnvironment(options);
  const review = await destructionOf(environment, opened);
  const failed = review.stacks.flatMap((stack) => (stack.kind === "failed" ? [`  ${stack.id}: ${stack.error}`] : []));
  if (failed.length > 0) {
    throw new DeliveryError(
      "destroy_failed",
      `the destruction of ${environment} cannot be planned:\n${failed.join("\n")}\nnothing was destroyed`,
    );
  }
  const doomed = review.stacks.filter(({ changes }) => changes.some(({ action }) => action === "delete"));
  if (doomed.length === 0) {
    onProgress(`${environment}: nothing is deployed`);
    return;
  }
  for (const { id, changes } of doomed)
    onProgress(`${id}: ${changes.filter(({ action }) => action === "delete").length} resources`);
  for (const { code, text } of findingsOf(review))
    if (TOLD.includes(code)) onProgress(`- ${text.replaceAll(/[*`]/g, "")}`);
  for (const { what, remedy = "" } of findings.filter(({ kind }) => kind === "blocks")) {
    onProgress(`- ${what}: ${remedy}`);
  }
  refuseProtected(review);
  const typed = await ask(`Type the name of the environment to destroy it (${environment}): `);
  if (typed.trim() !== environment) {
    throw new DeliveryError(
      "not_confirmed",
      `nothing was destroyed: found ${JSON.stringify(typed.trim())}; allowed: ${environment}`,
    );
  }
  await options.destroyStacks(doomed.map(({ id }) => id).reverse());
  await requireEmpty(environment, opened);
  onProgress(`${environment}: destroyed; every state is empty`);
  onProgress("Stays behind:");
  for (const { what, remedy } of findings.filter(({ kind, isGoneAtTheEnd }) => kind === "stays" && !isGoneAtTheEnd)) {
    onProgress(remedy === undefined ? `- ${what}` : `- ${what}; ${remedy}`);
  }
}

async function destructionOf(environment: string, opened: OpenEnvironment): Promise<Review> {
  const folder = mkdtempSync(path.join(tmpdir(), "destroy-"));
  try {
    const planned = await planStacks(opened, folder, { isDestroy: true });
    // A stack whose upstream was never deployed has nothing to destroy.
    const stacks = planned.map(({ review }) => (review.kind === "waiting" ? { ...review, changes: [] } : review));
    return { environment, basis: "plan", stacks, at: new Date() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A blocker that depends on who destroys is shown before the question instead. */
function refuseBlocked(environment: string, findings: readonly DestroyFinding[]): void {
  const blocks = findings.filter(({ kind, dependsOnRole }) => kind === "blocks" && dependsOnRole === undefined);
  if (blocks.length === 0) return;
  throw new DeliveryError(
    "destroy_blocked",
    `the destroy of ${environment} is blocked, and nothing was destroyed:\n${blocks.map(({ what, remedy = "" }) => `  ${what}\n    what to do: ${remedy}`).join("\n")}`,
  );
}

/** The file may take the protection off without having been deployed. RDS refuses the deletion after everything that depends on the database is gone. */
function refuseProtected(review: Review): void {
  const held = changesIn(review, "aws_db_instance").filter(({ before }) => before?.deletion_protection === true);
  if (held.length === 0) return;
  const names = held.map(({ before }) => String(before?.identifier)).join(", ");
  throw new DeliveryError(
    "destroy_blocked",
    `nothing was destroyed: the database ${names} has deletion protection; what to do: set database.deletionProtection to { value: false, reason: "..." } in the environment's file, deploy it, and destroy again`,
  );
}

async function requireEmpty(environment: string, { stacks, runner, folderOf }: OpenEnvironment): Promise<void> {
  const left: string[] = [];
  for (const { id } of stacks) {
    const resources = await runner.resourcesOf(folderOf(id));
    left.push(...resources.map((resource) => `  ${id}: ${resource}`));
  }
  if (left.length === 0) return;
  throw new DeliveryError(
    "destroy_failed",
    `${environment} is not gone; still in its states:\n${left.join("\n")}\nwhat to do: correct the cause above, and destroy again`,
  );
}
