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
  value: Pick<SecretValue, "masterarn"> & Partial<Pick<SecretValue, "hasEmptyMasterarn">>,
  settings: Settings,
): Strategy {
  const asked = secret.tags.get(STRATEGY_TAG) ?? settings.rotationStrategy;
  if (asked === undefined && value.hasEmptyMasterarn === true) throw emptyMasterarn(secret);
  const chosen = asked ?? (value.masterarn === undefined ? "single-user" : "alternating-users");
  const strategy = isStrategyName(chosen) ? STRATEGIES[chosen] : undefined;
  if (strategy !== undefined) return strategy;
  throw new RotationError("unsupported_strategy", {
    problem: `the secret ${secret.name} asks for a strategy that this function does not have`,
    found: `"${chosen.slice(0, 60)}"`,
    allowed: Object.keys(STRATEGIES).join(", "),
    remedy: `correct the tag ${STRATEGY_TAG} of the secret; nothing was changed`,
  });
}

/** An emptied key is not a choice: without it the user would change itself from now on. */
function emptyMasterarn(secret: SecretDescription): RotationError {
  return new RotationError("bad_secret_value", {
    problem: `the secret ${secret.name} does not say which strategy it wants: its "masterarn" is there and empty`,
    allowed: `the ARN of the admin secret; or no "masterarn"; or the tag ${STRATEGY_TAG} on the secret`,
    remedy:
      'name the admin secret in "masterarn", or remove the key where the user changes itself; nothing was changed',
  });
}

function isStrategyName(text: string): text is StrategyName {
  return Object.hasOwn(STRATEGIES, text);
}
