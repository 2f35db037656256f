import type { Environment } from "../../environments/schema";
import { arnOf, resourceName } from "../../stacks/shared/naming";
import { scheduleExpression, windowExpression } from "../../stacks/shared/rotation-schedule";
import { ENVIRONMENT_ARGUMENT, type OpsCommand, SECRET_ARGUMENT } from "../command/command";
import { existingSecret } from "../command/secret-arguments";
import { OpsError } from "../error";
import { minuteOf } from "../output/quantity";
import { deployedSecret, pendingVersion } from "../rotation/app-secrets";

/** Switches the schedule of the environment file on again. */
export const resume: OpsCommand = {
  name: "resume",
  summary: "switch the schedule of a secret on again, as the environment file has it",
  details: "Does not rotate now. Secrets Manager tests the function with AWSCURRENT (testSecret).",
  args: [ENVIRONMENT_ARGUMENT, SECRET_ARGUMENT],
  isChanging: true,
  async run(input, context) {
    const { environment, settings, aws, secret, names } = await existingSecret(input, context);
    const pending = pendingVersion(secret);
    if (pending !== undefined && !secret.rotationEnabled) {
      throw new OpsError("refused", {
        problem: `a pending version of ${secret.name} is left over, and blocks every rotation`,
        found: pending,
        remedy: `npm run ops -- unstick ${names}; nothing was changed`,
      });
    }
    const { schedule, hours } = settings.rotationWindow;
    const [expression, window] = [scheduleExpression(schedule), windowExpression(hours)];
    const data = {
      environment: environment.name,
      secret: secret.name,
      rotationEnabled: true,
      schedule: expression,
      window,
    };
    if (secret.rotationEnabled && secret.schedule === expression) {
      return { isGood: true, data, text: `${secret.name}: the schedule is on already (${expression})` };
    }
    await context.confirm([
      `Switches the schedule of ${secret.name} on: ${expression} for ${window}, without a rotation now.`,
    ]);
    const functionArn = secret.rotationFunctionArn ?? functionArnOf(environment);
    await aws.secrets.scheduleRotation(secret.arn, { functionArn, expression, window });
    const after = await deployedSecret(aws, environment, settings);
    if (!after.rotationEnabled) {
      return {
        isGood: false,
        data: { ...data, rotationEnabled: false },
        text: `${secret.name}: the schedule is still off\nnext: npm run ops -- status ${names}`,
      };
    }
    const until = after.nextRotationAt === undefined ? "" : `; the next window ends ${minuteOf(after.nextRotationAt)}`;
    return {
      isGood: true,
      data: { ...data, nextRotationAt: after.nextRotationAt },
      text: `${secret.name}: the schedule is on (${expression} for ${window})${until}`,
    };
  },
};

function functionArnOf(environment: Environment): string {
  return (
    environment.rotationFunction.arn ??
    arnOf(environment, "lambda", `function:${resourceName(environment, "rotation")}`)
  );
}
