/** So many resources Terraform makes at once, by default. */
const TERRAFORM_PARALLELISM = 10;

/**
 * Lambda keeps so many concurrent executions for functions without a reservation, and refuses to reserve them.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const KEPT_UNRESERVED = 100;

/** How many rotations a deployment waits for at once. */
export function rotationsAtOnce(appSecretCount: number): number {
  return Math.min(appSecretCount, TERRAFORM_PARALLELISM);
}

/** How many invocations of the function a deployment needs at once: one that waits and one of a step for each rotation, and the audit. */
export function invocationsAtOnce(appSecretCount: number): number {
  return 2 * rotationsAtOnce(appSecretCount) + 1;
}

/** The account's quota of concurrent executions that an environment needs, and why. */
export interface ConcurrencyNeeded {
  readonly count: number;
  readonly why: string;
}

export function concurrencyNeeded(reserved: number | "unreserved", appSecretCount: number): ConcurrencyNeeded {
  if (reserved === "unreserved") {
    return {
      count: invocationsAtOnce(appSecretCount),
      why: `a deployment waits for ${rotationsAtOnce(appSecretCount)} rotations at once, each needs a place for its steps as well, and the audit needs one`,
    };
  }
  return {
    count: reserved + KEPT_UNRESERVED,
    why: `${reserved} are reserved for the rotation function, and Lambda keeps ${KEPT_UNRESERVED} for functions without a reservation`,
  };
}
