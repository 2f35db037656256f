import type { Environment } from "../../environments/schema";
import {
  type CommandContext,
  type CommandInput,
  type CommandResult,
  type OpsCommand,
  SECRET_ARGUMENT,
} from "../command/command";
import { wholeNumberOption } from "../command/number-option";
import { OpsError } from "../error";
import { appSecretNamed } from "../rotation/app-secrets";
import { collectStatus } from "../status/collect";
import { needsAttention } from "../status/secret-status";
import { type EnvironmentStatus, statusText } from "../status/status-text";

/** One table of all app secrets: the first command of every incident. */
export const status: OpsCommand = {
  name: "status",
  summary: "show all secrets of an environment, or of all: versions, whether a login works now, rotation, drift",
  details:
    "The function makes one login with AWSCURRENT of each secret and compares the users of each pair; it changes nothing.\n" +
    "Exit code 1 when a secret needs attention.",
  args: [
    { name: "environment", description: "name of an environment file; without it, all of AWS", isRequired: false },
    { ...SECRET_ARGUMENT, isRequired: false },
  ],
  options: [{ flags: "--watch [seconds]", description: "show it again every so many seconds (default: 10)" }],
  isChanging: false,
  async run(input, context) {
    const { watch } = input.options;
    if (watch === undefined) return statusOnce(input, context);
    const options = watch === true ? {} : { watch };
    const seconds = wholeNumberOption({ ...input, options }, "watch", { min: 1, max: 3_600, ifMissing: 10 });
    if (input.options.json === true) {
      throw new OpsError("bad_command", {
        problem: "--watch and --json exclude each other",
        remedy: "leave one of them out: --json prints one document",
      });
    }
    for (;;) {
      const { text } = await statusOnce(input, context);
      context.show(`${text}\n\n${new Date(context.now()).toISOString()}, every ${seconds} s; Ctrl-C ends it`);
      await context.sleep(seconds * 1_000);
    }
  },
};

async function statusOnce(input: CommandInput, context: CommandContext): Promise<CommandResult> {
  const { environment: name, secret } = input.args;
  const found: EnvironmentStatus[] = [];
  for (const environment of environmentsOf(name, context)) {
    const secrets = secret === undefined ? environment.appSecrets : [appSecretNamed(environment, secret)];
    try {
      const aws = context.aws(environment);
      found.push({ environment, secrets: await collectStatus(environment, secrets, aws, context.now()) });
    } catch (error) {
      // One environment without credentials hides no other.
      if (!(error instanceof OpsError) || name !== undefined) throw error;
      found.push({ environment, secrets: [], error: error.message });
    }
  }
  const isGood = found.every(({ secrets, error }) => error === undefined && !secrets.some(needsAttention));
  return {
    isGood,
    data: {
      environments: found.map(({ environment, secrets, error }) => ({ name: environment.name, secrets, error })),
    },
    text: statusText(found, context.now(), context.style),
  };
}

/** The named one, or all environments of AWS; one of an emulator has to be named. */
function environmentsOf(name: string | undefined, context: CommandContext): readonly Environment[] {
  if (name !== undefined) return [context.environment(name)];
  return context
    .environmentNames()
    .map((one) => context.environment(one))
    .filter(({ target }) => target.kind === "aws");
}
