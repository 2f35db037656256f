import { RotationError } from "../errors";
import type { SecretDescription } from "../ports/secret-store";
import type { SecretValue } from "../secret-value";
import { type Settings, STRATEGY_TAG, type StrategyName } from "../settings";
import { adminRotated } from "./admin-rotated";
import { alternatingUsers } from "./alternating-users";
import { singleUser } from "./single-user";
import type { Strategy } from "./strategy";

const STRATEGIES: Readonly<Record<StrategyName, Strategy>> = {
  "alternating-users": alternatingUsers,
  "single-user": singleUser,
  "admin-rotated": adminRotated,
};

/**
 * The secret's tag, else the function's setting, else what the value allows. The tag costs nothing, because DescribeSecret is
 * called anyway, and needs a permission that writing the value does not give.
 */
export function chooseStrategy(
  secret: SecretDescription,
  value: Pick<SecretValue, "masterarn">,
  settings: Settings,
): Strategy {
  const chosen =
    secret.tags.get(STRATEGY_TAG) ??
    settings.rotationStrategy ??
    (value.masterarn === undefined ? "single-user" : "alternating-users");
  const strategy = isStrategyName(chosen) ? STRATEGIES[chosen] : undefined;
  if (strategy !== undefined) return strategy;
  throw new RotationError("unsupported_strategy", {
    problem: `the secret ${secret.name} asks for a strategy that this function does not have`,
    found: `"${chosen.slice(0, 60)}"`,
    allowed: Object.keys(STRATEGIES).join(", "),
    remedy: `correct the tag ${STRATEGY_TAG} of the secret; nothing was changed`,
  });
}

function isStrategyName(text: string): text is StrategyName {
  return Object.hasOwn(STRATEGIES, text);
}
