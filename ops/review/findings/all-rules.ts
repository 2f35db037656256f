import type { Review } from "../model/change";
import { isFirstDeployment } from "../model/counts";
import { accounts } from "./accounts";
import { database } from "./database";
import { exposedValues } from "./exposed-values";
import type { Finding, FindingRule, Severity } from "./finding";
import { keys } from "./keys";
import { monitoring } from "./monitoring";
import { network } from "./network";
import { protection } from "./protection";
import { removedSecrets } from "./removed-secrets";
import { rotation } from "./rotation";
import { rotationFunction } from "./rotation-function";
import { strategy } from "./strategy";
import { tags } from "./tags";
import { weakened } from "./weakened";

/** Every rule, the one whose findings stand first in front. To add one: write its file and its test, and name it here. */
const RULES: readonly FindingRule[] = [
  exposedValues,
  database,
  keys,
  removedSecrets,
  protection,
  weakened,
  network,
  accounts,
  strategy,
  rotation,
  rotationFunction,
  monitoring,
  tags,
];

const ORDER: readonly Severity[] = ["danger", "attention", "note"];

/** What a review means in words, the most serious first. A stack's first deployment says only what the report cannot leave out. */
export function findingsOf(review: Review): readonly Finding[] {
  const first = new Set(review.stacks.filter(isFirstDeployment).map(({ id }) => id));
  const isNews = ({ severity, resources }: Finding): boolean =>
    severity === "danger" || !resources.every((resource) => first.has(resource.split(": ")[0] ?? ""));
  const all = RULES.flatMap((rule) => rule(review)).filter(isNews);
  return ORDER.flatMap((severity) => all.filter((finding) => finding.severity === severity));
}
