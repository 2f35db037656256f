import type { AppSecretChoice, Environment } from "../../environments/schema";
import type { Aws, SecretState } from "../aws/ports";
import { appSecretNamed, deployedSecret } from "../rotation/app-secrets";
import { type CommandContext, type CommandInput, requiredArg } from "./command";

/** The app secret that the two arguments `<environment> <secret>` name, as the environment file has it, and its AWS. */
export interface ConfiguredSecret {
  readonly environment: Environment;
  readonly settings: AppSecretChoice;
  readonly aws: Aws;
  /** Both arguments again, for a command that is printed: `dev shop`. */
  readonly names: string;
}

/** Calls nothing. Throws `bad_command`. */
export function configuredSecret(input: CommandInput, context: CommandContext): ConfiguredSecret {
  const environment = context.environment(requiredArg(input, "environment"));
  const settings = appSecretNamed(environment, requiredArg(input, "secret"));
  return { environment, settings, aws: context.aws(environment), names: `${environment.name} ${settings.name}` };
}

/** The same with the secret as it is deployed. Throws as `deployedSecret` does, too. */
export async function existingSecret(
  input: CommandInput,
  context: CommandContext,
): Promise<ConfiguredSecret & { readonly secret: SecretState }> {
  const configured = configuredSecret(input, context);
  const { aws, environment, settings } = configured;
  return { ...configured, secret: await deployedSecret(aws, environment, settings) };
}
