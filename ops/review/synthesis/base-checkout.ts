import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DeliveryError } from "../../delivery/delivery-error";
import { runInGroup } from "../../terraform/process-group";
import { environmentVariables } from "./synthesize";

const TIMEOUT_MS = 120_000;

/** Another version of this project in a folder of its own. */
export interface Checkout {
  readonly folder: string;
  /** The full hash of its commit. */
  readonly commit: string;
  dispose(): Promise<void>;
}

/**
 * Checks a branch, tag or commit out into a temporary folder (a git worktree), with this project's own packages.
 *
 * @throws DeliveryError `unknown_base`
 */
export async function checkOut(project: string, ref: string, signal: AbortSignal): Promise<Checkout> {
  const commit = await commitOf(project, ref, signal);
  const parent = mkdtempSync(path.join(tmpdir(), "review-base-"));
  const folder = path.join(parent, "checkout");
  const dispose = async (): Promise<void> => {
    // Not bound to the signal: it also runs after an interruption.
    await git(project, ["worktree", "remove", "--force", folder], new AbortController().signal);
    rmSync(parent, { recursive: true, force: true });
  };
  try {
    const added = await git(project, ["worktree", "add", "--detach", "--force", folder, commit], signal);
    if (added.exitCode !== 0)
      throw new DeliveryError("unknown_base", `git did not check out ${ref}: ${added.output.trim()}`);
    const packages = path.join(project, "node_modules");
    if (existsSync(packages)) symlinkSync(packages, path.join(folder, "node_modules"), "dir");
    return { folder, commit, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The commit that a name stands for. A merge request compares with where its branch began: `git merge-base`. */
async function commitOf(project: string, ref: string, signal: AbortSignal): Promise<string> {
  const found = await git(project, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`], signal);
  if (found.exitCode === 0) return found.stdout.trim();
  const name = ref.replace(/^origin\//, "");
  throw new DeliveryError(
    "unknown_base",
    `there is no commit called ${ref} here; allowed: a branch, tag or commit of this clone; what to do: git fetch origin ${name}, then name it origin/${name}`,
  );
}

/** The current commit, and whether files differ from it. */
export async function currentCommit(
  project: string,
  signal: AbortSignal,
): Promise<{ commit: string; isClean: boolean }> {
  const head = await git(project, ["rev-parse", "HEAD"], signal);
  const status = await git(project, ["status", "--porcelain", "--untracked-files=no"], signal);
  return { commit: head.exitCode === 0 ? head.stdout.trim() : "unknown", isClean: status.stdout.trim() === "" };
}

function git(project: string, args: readonly string[], signal: AbortSignal): ReturnType<typeof runInGroup> {
  return runInGroup("git", args, { cwd: project, environment: environmentVariables(), timeoutMs: TIMEOUT_MS, signal });
}
