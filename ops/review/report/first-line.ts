import type { Finding } from "../findings/finding";
import type { Review } from "../model/change";
import { countsOf, countsText, hasChanges, isFirstDeployment } from "../model/counts";

/** Clauses after which a reader has enough to decide whether to read on. */
const MAX_CLAUSES = 3;

/** How several findings of one kind are said in one clause. */
const TOGETHER: Readonly<Record<string, (count: number) => string>> = {
  rotation_starts: (count) => `${count} secrets rotate now`,
  rotation_ends: (count) => `${count} secrets stop rotating`,
  schedule_changes: (count) => `${count} schedules change`,
  secret_deleted: (count) => `${count} secrets are deleted`,
  secret_created: (count) => `${count} secrets are created`,
  access_opened: (count) => `${count} ways in open`,
  access_closed: (count) => `${count} ways in close`,
  egress_changed: (count) => `${count} ways out change`,
  key_deleted: (count) => `${count} keys are deleted`,
  protection_lost: (count) => `${count} protections of the database are lost`,
  protection_weakened: (count) => `${count} protections are weakened`,
  privileges_change: (count) => `the privileges of ${count} app users change`,
  account_changes: (count) => `${count} provisioning calls change`,
};

/** The first line of a report: what happens, in one sentence. */
export function firstLine(review: Review, findings: readonly Finding[]): string {
  return `**${review.environment}**: ${sentence(review, findings)}`;
}

function sentence(review: Review, findings: readonly Finding[]): string {
  const { stacks } = review;
  const failed = stacks.filter(({ kind }) => kind === "failed");
  const changed = stacks.filter(hasChanges);
  const failure =
    failed.length === 0
      ? ""
      : `${failed.length} of ${stacks.length} stacks could not be planned (${failed.map(({ id }) => `\`${id}\``).join(", ")})`;
  if (changed.length === 0) {
    if (failure !== "") return `${failure}; the others have nothing to do.`;
    const drifted = stacks.some((stack) => stack.kind === "planned" && stack.drift.length > 0);
    return `nothing to do${drifted ? ", but something was changed outside Terraform" : ""}.`;
  }
  if (stacks.every((stack) => isFirstDeployment(stack) || stack.kind === "failed")) {
    if (review.basis === "comparison" && failure === "") {
      const resources = changed.reduce((sum, { changes }) => sum + changes.length, 0);
      return `all of it is new: ${resources} resources in ${changed.length} stacks.`;
    }
    const [first] = changed;
    const count = first?.changes.length ?? 0;
    const later = stacks.filter(({ kind }) => kind === "waiting").length;
    const follow = later === 1 ? "1 stack follows in a later review" : `${later} stacks follow in later reviews`;
    const rest = later === 0 ? "" : `; ${follow}`;
    return `${failure === "" ? "" : `${failure}; `}nothing is deployed yet: applying creates \`${first?.id}\` with ${count} resources${rest}.`;
  }
  const counts = countsText(
    countsOf(stacks.filter(({ kind }) => kind === "planned").flatMap(({ changes }) => changes)),
  );
  const later = stacks.flatMap((stack) =>
    stack.kind === "waiting" && stack.isDeployed
      ? [`\`${stack.id}\` must be reviewed again after \`${stack.upstream}\``]
      : [],
  );
  const clauses = [...(failure === "" ? [] : [failure]), ...clausesOf(findings), ...later];
  if (clauses.length === 0) return counts === "" ? "only outputs or tags change." : `${counts}.`;
  return `${clauses.join("; ")}${counts === "" ? "." : ` (${counts}).`}`;
}

function clausesOf(findings: readonly Finding[]): readonly string[] {
  const serious = findings.filter(({ severity }) => severity !== "note");
  const relevant = serious.length > 0 ? serious : findings;
  const codes = [...new Set(relevant.map(({ code }) => code))];
  const clauses = codes.flatMap((code) => {
    const same = relevant.filter((finding) => finding.code === code);
    const together = TOGETHER[code];
    if (same.length > 1 && together !== undefined) return [together(same.length)];
    return same.map(({ headline }) => headline);
  });
  return clauses.length <= MAX_CLAUSES
    ? clauses
    : [...clauses.slice(0, MAX_CLAUSES), `and ${clauses.length - MAX_CLAUSES} more`];
}
