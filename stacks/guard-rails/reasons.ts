import type { EnvironmentModel, ModelResource } from "./environment-model";
import { asObject } from "./json";

/**
 * The reason that the environment file gives for a weaker choice, as the resource carries it in the tag
 * `weakened:<protection>`; undefined when there is none.
 */
export function reasonFor(resource: ModelResource, protection: string): string | undefined {
  const reason = asObject(resource.values.tags)[`weakened:${protection}`];
  return typeof reason === "string" && reason !== "" ? reason : undefined;
}

/** True when the resource may do without a protection, because the environment file gives a reason and the environment is not production. */
export function isExcusedOutsideProduction(
  environment: EnvironmentModel,
  resource: ModelResource,
  protection: string,
): boolean {
  return !environment.isProduction && reasonFor(resource, protection) !== undefined;
}
