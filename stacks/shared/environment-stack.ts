import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../../environments/schema";
import { type StackPart, stackId } from "./naming";
import { addProviderAndBackend } from "./provider-and-backend";
import { refusePlaceholders } from "./refuse-placeholders";

/**
 * The base of every stack. Resources are created directly in the stack and not in nested constructs, so that the id
 * in the code is the address in the state, without a hash: a refactoring never moves a database.
 */
export class EnvironmentStack extends TerraformStack {
  constructor(
    scope: Construct,
    readonly environment: Environment,
    part: StackPart,
  ) {
    super(scope, stackId(environment, part));
    addProviderAndBackend(this, environment, part);
    refusePlaceholders(this);
  }

  /** Creates an output. It must contain no secret: `terraform output` and pull requests show it. */
  output(id: string, description: string, value: unknown): void {
    new TerraformOutput(this, id, { description, value, staticId: true });
  }

  /** The output that lists the protections this part of the environment does without, and why. */
  protected outputWeakenedChoices(...sections: readonly (keyof Environment)[]): void {
    const choices = this.environment.weakened.filter(({ path }) =>
      sections.some((section) => path.startsWith(`${section}.`)),
    );
    this.output(
      "weakened_choices",
      "Protections that this environment does without, and the reason given for each.",
      Object.fromEntries(choices.map(({ path, reason }) => [path, reason])),
    );
  }
}
