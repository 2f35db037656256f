import type { Environment } from "../../environments/schema";

/** The parts of an environment, in the order in which they can be deployed. Each is one stack with one state. */
export const STACK_PARTS = ["network", "database", "bastion", "app-secret"] as const;
export type StackPart = (typeof STACK_PARTS)[number];

/** The id of a stack: `<environment>-<part>`. State files are named after it, so it never changes. */
export function stackId(environment: Pick<Environment, "name">, part: StackPart): string {
  return `${environment.name}-${part}`;
}

/** The name of a resource, beginning with the environment so that two of them can share an account. */
export function resourceName(environment: Pick<Environment, "name">, what: string): string {
  return `${environment.name}-${what}`;
}

/** The name of an app secret in Secrets Manager. */
export function secretName(environment: Environment, appSecret: { readonly name: string }): string {
  return `${environment.name}/${appSecret.name}`;
}

/** The identifier of the database instance, by which its metrics are found, too. */
export function databaseIdentifier(environment: Environment): string {
  return resourceName(environment, environment.database.engine);
}

/**
 * The partition that a region belongs to: ARNs outside the commercial regions begin differently. Not shared with
 * environments/checks/app-secret-uniqueness.ts: stacks take nothing but types from environments.
 */
export function partitionOf(region: string): string {
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The ARN of something in the environment's account and region. */
export function arnOf(environment: Environment, service: string, resource: string): string {
  const { region, accountId } = environment;
  return `arn:${partitionOf(region)}:${service}:${region}:${accountId}:${resource}`;
}

/** The ARN of the account itself, as policies name "whoever IAM allows in this account". */
export function accountRootArn({ region, accountId }: Environment): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:root`;
}
