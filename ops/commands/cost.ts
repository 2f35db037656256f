import { ENVIRONMENT_ARGUMENT, type OpsCommand, requiredArg } from "../command/command";
import { costText } from "../cost/cost-text";
import { environmentCost } from "../cost/environment-cost";
import { PRICED_REGION, PRICES_AS_OF } from "../cost/prices";

/** What an environment costs, before it is deployed. */
export const cost: OpsCommand = {
  name: "cost",
  summary: "show the monthly price of an environment by resource, and what each further secret adds",
  details: [
    "Synthesizes the stacks and multiplies; needs no AWS account. The price table (ops/cost/prices.ts) is dated, has the source of each price, and is for",
    `${PRICED_REGION}; other regions are estimates and marked with ~. What depends on use is named and not counted.`,
  ].join("\n"),
  args: [ENVIRONMENT_ARGUMENT],
  isChanging: false,
  async run(input, context) {
    const environment = context.environment(requiredArg(input, "environment"));
    const found = environmentCost(environment, await context.stacks(environment));
    return {
      isGood: true,
      data: { environment: environment.name, region: environment.region, pricesAsOf: PRICES_AS_OF, ...found },
      text: costText(environment.region, found),
    };
  },
};
