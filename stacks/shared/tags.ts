import type { Environment } from "../../environments/schema";
import type { Choice } from "../../environments/values/weakened";
import { type StackPart, stackId } from "./naming";

const PROJECT = "rotating-rds-mysql";

/** Tags that the provider puts on everything that a stack makes. The environment file may add to them, and replace none. */
export function defaultTags(environment: Environment, part: StackPart): Record<string, string> {
  const { name, owner, costCentre, source } = environment;
  return {
    ...environment.tags,
    environment: name,
    stack: stackId(environment, part),
    owner,
    "cost-centre": costCentre,
    source: source ?? `${PROJECT}/environments/${name}.ts`,
    "managed-by": "cdktf",
    project: PROJECT,
  };
}

/**
 * Tags that say, on the resource itself, which protection it lacks and why: `weakened:deletion-protection = "dev is rebuilt
 * at will"`. Choices without a reason are safe and leave no tag.
 */
export function weakenedTags(choices: Readonly<Record<string, Choice<unknown>>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(choices).flatMap(([name, { reason }]) =>
      reason === undefined ? [] : [[`weakened:${name}`, tagText(reason)]],
    ),
  );
}

/** A text as AWS accepts it in a tag: other characters become spaces. The output `weakened_choices` has it unchanged. */
function tagText(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} _.:/=+@-]/gu, " ")
    .replace(/ +/g, " ")
    .trim()
    .slice(0, 256);
}
