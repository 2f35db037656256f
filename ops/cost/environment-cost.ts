import type { Environment } from "../../environments/schema";
import { secretName } from "../../stacks/shared/naming";
import type { SynthesizedStack } from "../review/model/synthesized";
import { BY_USE, type CostLine, costLines } from "./cost-lines";

/** What an environment costs a month. */
export interface EnvironmentCost {
  readonly lines: readonly CostLine[];
  readonly totalUsd: number;
  /** What one more app secret like the first one adds. */
  readonly perSecretUsd: number;
  /** Whether any line is an estimate, or has no price. */
  readonly isEstimate: boolean;
  /** Types of resources whose cost depends on use, in alphabetical order. */
  readonly byUse: readonly string[];
}

/** Needs no AWS account: the resources are those of the synthesized stacks. */
export function environmentCost(environment: Environment, stacks: readonly SynthesizedStack[]): EnvironmentCost {
  const lines = costLines(environment.region, stacks);
  const types = stacks.flatMap(({ resources }) => [...resources.values()].map(({ type }) => type));
  return {
    lines,
    totalUsd: sum(lines),
    perSecretUsd: sum(
      costLines(
        environment.region,
        stacks.map((stack) => ofSecret(stack, environment)),
      ),
    ),
    isEstimate: lines.some(({ isEstimate, usd }) => isEstimate || usd === undefined),
    byUse: [...new Set(types)].filter((type) => BY_USE.has(type)).sort(),
  };
}

const sum = (lines: readonly CostLine[]): number => lines.reduce((total, { usd = 0 }) => total + usd, 0);

/** Only the first app secret, by its name at AWS. It is all that has a price of what an app secret brings with it. */
function ofSecret(stack: SynthesizedStack, environment: Environment): SynthesizedStack {
  const [first] = environment.appSecrets;
  const own = [...stack.resources].filter(
    ([, { type, attributes }]) =>
      type === "aws_secretsmanager_secret" && first !== undefined && attributes.name === secretName(environment, first),
  );
  return { ...stack, resources: new Map(own) };
}
