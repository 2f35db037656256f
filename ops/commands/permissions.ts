import { type CommandInput, ENVIRONMENT_ARGUMENT, type OpsCommand, requiredArg, textOption } from "../command/command";
import { OpsError } from "../error";
import { policiesFor } from "../permissions/policies";
import { MAX_POLICY_CHARACTERS } from "../permissions/policy";
import { PURPOSES, type Purpose } from "../permissions/purposes";

/** Their policies follow from the environment file alone. */
const NEEDS_NO_STACKS: readonly Purpose[] = ["operate", "audit", "applications"];

/** The least IAM policies for those who work with an environment. */
export const permissions: OpsCommand = {
  name: "permissions",
  summary:
    "print the least IAM policies to plan, deploy, destroy, operate or audit an environment, and for its applications",
  details: [
    "Synthesizes the stacks; needs no AWS account. One policy for each stack, so that each can have a role of its own; `destroy` and `deploy` together are what replaces a",
    `database. Each is at most ${MAX_POLICY_CHARACTERS} characters long, the limit of a managed policy. Where AWS makes up the ids, the tag \`stack\` separates the stacks (docs/deploying.md).`,
  ].join("\n"),
  args: [ENVIRONMENT_ARGUMENT],
  options: [
    { flags: "--for <purpose>", description: `${PURPOSES.join(", ")} (default: deploy)` },
    { flags: "--stack <part>", description: "only the policies of one stack or secret, such as network or shop" },
  ],
  isChanging: false,
  async run(input, context) {
    const environment = context.environment(requiredArg(input, "environment"));
    const purpose = purposeOf(input);
    const stacks = NEEDS_NO_STACKS.includes(purpose) ? [] : await context.stacks(environment);
    const all = policiesFor(purpose, environment, stacks);
    const part = textOption(input, "stack");
    const found = all.filter(({ about }) => part === undefined || about === part);
    if (found.length === 0) {
      throw new OpsError("bad_command", {
        problem: "the option --stack is not valid",
        found: String(part).slice(0, 60),
        allowed: [...new Set(all.map(({ about }) => about))].join(", "),
        remedy: "name one of them, or leave --stack out",
      });
    }
    return {
      isGood: true,
      data: { environment: environment.name, purpose, policies: found },
      text: found
        .flatMap(({ name, document }) => [context.style.bold(name), JSON.stringify(document, undefined, 2)])
        .join("\n"),
    };
  },
};

function purposeOf(input: CommandInput): Purpose {
  const found = textOption(input, "for") ?? "deploy";
  const purpose = PURPOSES.find((one) => one === found);
  if (purpose !== undefined) return purpose;
  throw new OpsError("bad_command", {
    problem: "the option --for is not valid",
    found: found.slice(0, 60),
    allowed: PURPOSES.join(", "),
    remedy: "choose one of them",
  });
}
