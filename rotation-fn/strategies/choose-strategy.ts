import { RotationError } from "../errors";
import type { SecretDescription } from "../ports/secret-store";
import type { SecretValue } from "../secret-value";
import { type Settings, STRATEGY_TAG, type StrategyName } from "../settings";
import { alternatingUsers } from "./alternating-users";
import type { Strategy } from "./strategy";

const STRATEGIES: Partial<Record<StrategyName, Strategy>> = { "alternating-users": alternatingUsers };

/**
 * The secret's tag, else the function's setting, else what the value allows. The tag costs nothing, because DescribeSecret is
 * called anyway, and needs a permission that writing the value does not give.
 */
export function chooseStrategy(secret: SecretDescription, value: SecretValue, settings: Settings): Strategy {
  const chosen =
    secret.tags.get(STRATEGY_TAG) ??
    settings.rotationStrategy ??
    (value.masterarn === undefined ? "single-user" : "alternating-users");
  const strategy = STRATEGIES[chosen as StrategyName];
  if (strategy !== undefined) return strategy;
  throw new RotationError("unsupported_strategy", {
    problem: `the secret ${secret.name} asks for a strategy that this function does not have`,
    found: `"${chosen.slice(0, 60)}"`,
    allowed: Object.keys(STRATEGIES).join(", "),
    remedy: `set the tag ${STRATEGY_TAG} of the secret (with "masterarn" in its value); nothing was changed`,
  });
}
