import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Gateway, LocalDatabase } from "../aws/gateway/gateway";
import type { RehearsalClock } from "../terminal/clock";
import type { CliOptions } from "../terraform/cdktf-cli";
import type { StackTerraform } from "../terraform/stack-terraform";
import type { Choices, Workspace } from "../terraform/workspace";
import type { LifecycleClients } from "./clients";

/** Everything that a scenario works with. */
export interface LifecycleContext {
  readonly gateway: Gateway;
  readonly workspace: Workspace;
  readonly terraform: StackTerraform;
  readonly cli: CliOptions;
  readonly clients: LifecycleClients;
  readonly clock: RehearsalClock;
  readonly signal: AbortSignal;
  /** Calls as an operator does. */
  readonly operator: SecretsManagerClient;
  /** What differs from the environment's file at this moment. */
  choices: Choices;
}

/** The environment's one database. Throws when it is not there. */
export function database({ gateway }: LifecycleContext): LocalDatabase {
  const [first] = gateway.databases();
  if (first === undefined) throw new Error("the local AWS holds no database; the scenario needs one");
  return first;
}
