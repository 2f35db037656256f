import type { ExpirePreviousResult } from "../../rotation-fn/actions/expire-previous";
import { STRATEGY_TAG } from "../../rotation-fn/settings";
import { ENVIRONMENT_ARGUMENT, type OpsCommand, SECRET_ARGUMENT } from "../command/command";
import { existingSecret } from "../command/secret-arguments";

/** Ends every password but the one in AWSCURRENT: after a leak. */
export const expirePrevious: OpsCommand = {
  name: "expire-previous",
  summary: "end every password but AWSCURRENT now: after a leak",
  details:
    "Where AWSCURRENT itself has leaked, rotate first and let the applications read the new value (docs/after-a-leak.md).\n" +
    "Clients that still hold AWSPREVIOUS are refused from then on. Open connections stay. Refused while a rotation is pending.",
  args: [ENVIRONMENT_ARGUMENT, SECRET_ARGUMENT],
  isChanging: true,
  async run(input, context) {
    const { environment, settings, aws, secret } = await existingSecret(input, context);
    const strategy = secret.tags.get(STRATEGY_TAG) ?? settings.strategy.value;
    await context.confirm([
      strategy === "alternating-users"
        ? `Gives the idle user of ${secret.name} a random password that is stored nowhere, until the next rotation.`
        : `Discards the second password of the user of ${secret.name}.`,
      "Clients that still hold AWSPREVIOUS are refused from now on, and rollback is impossible until the next rotation.",
    ]);
    const answer = await aws.rotationFunction.invoke({ action: "expire-previous", secretId: secret.arn });
    const { expired } = answer as ExpirePreviousResult;
    return {
      isGood: true,
      data: { environment: environment.name, secret: secret.name, expired },
      text:
        expired.length === 0
          ? `${secret.name}: AWSCURRENT was the only password already`
          : [`${secret.name}: ended`, ...expired.map((one) => `  ${one}`)].join("\n"),
    };
  },
};
