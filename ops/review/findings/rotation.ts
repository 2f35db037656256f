import { asList, asObject } from "../../../stacks/guard-rails/json";
import { type Attributes, changesIn, type ResourceChange, type Review } from "../model/change";
import type { Finding } from "./finding";
import { dateText, nextWindow } from "./next-window";
import { secretNameOf } from "./secret-names";

/**
 * Rotations that start with the deployment, and schedules that change. Creating the rotation of a secret, and changing its rules or its
 * function, calls RotateSecret with `rotate_immediately`: hashicorp/terraform-provider-aws, internal/service/secretsmanager/secret_rotation.go.
 */
export function rotation(review: Review): readonly Finding[] {
  return changesIn(review, "aws_secretsmanager_secret_rotation").flatMap((change): readonly Finding[] => {
    const secret = secretNameOf(review, change);
    const resources = [`${change.stack}: ${change.address}`];
    if (change.action === "delete" || change.action === "forget") {
      const text = `\`${secret}\` rotates no longer: its schedule is removed. The password that is current then stays valid.`;
      return [{ code: "rotation_ends", severity: "danger", headline: `\`${secret}\` stops rotating`, text, resources }];
    }
    return [...scheduleChanged(change, secret, resources), starts(review, change, secret, resources)];
  });
}

function starts(
  review: Review,
  { action, after }: ResourceChange,
  secret: string,
  resources: readonly string[],
): Finding {
  const rules = rulesIn(after);
  const next = rules.schedule === undefined ? undefined : nextWindow(rules.schedule, review.at);
  const then = next === undefined ? "" : ` The next scheduled window opens ${dateText(next)}.`;
  if (after?.rotate_immediately === false) {
    const text = `No rotation of \`${secret}\` starts now: \`rotate_immediately\` is off, and Secrets Manager only runs the test step.${then}`;
    return {
      code: "rotation_waits",
      severity: "note",
      headline: `\`${secret}\` keeps its password for now`,
      text,
      resources,
    };
  }
  const first = action === "create" ? "The first rotation" : "A rotation";
  const text = `${first} of \`${secret}\` **starts as soon as this is applied**, outside its window; the deployment waits until it has succeeded.${then}`;
  return { code: "rotation_starts", severity: "attention", headline: `\`${secret}\` rotates now`, text, resources };
}

function scheduleChanged(
  { before, after, action }: ResourceChange,
  secret: string,
  resources: readonly string[],
): readonly Finding[] {
  const [was, is] = [rulesIn(before), rulesIn(after)];
  if (action === "create" || (was.schedule === is.schedule && was.window === is.window)) return [];
  const text = `The schedule of \`${secret}\` changes from \`${was.schedule}\` (window ${was.window ?? "not set"}) to \`${is.schedule}\` (window ${is.window ?? "not set"}).`;
  const headline = `the schedule of \`${secret}\` becomes \`${is.schedule}\``;
  return [{ code: "schedule_changes", severity: "attention", headline, text, resources }];
}

function rulesIn(attributes: Attributes | undefined): { readonly schedule?: string; readonly window?: string } {
  const [rules] = asList(attributes?.rotation_rules).map(asObject);
  const { schedule_expression: schedule, automatically_after_days: days, duration } = rules ?? {};
  return {
    ...(typeof schedule === "string"
      ? { schedule }
      : typeof days === "number"
        ? { schedule: `rate(${days} days)` }
        : {}),
    ...(typeof duration === "string" ? { window: duration } : {}),
  };
}
