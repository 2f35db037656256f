import { ENVIRONMENT_ARGUMENT, type OpsCommand, SECRET_ARGUMENT } from "../command/command";
import { existingSecret } from "../command/secret-arguments";
import { OpsError } from "../error";
import { pendingVersion } from "../rotation/app-secrets";

/** Switches the schedule of a secret off. */
export const pause: OpsCommand = {
  name: "pause",
  summary: "switch the schedule of a secret off; status shows it, resume switches it on again",
  details:
    "The password stays as it is. The audit reports the secret as overdue, and the next deployment switches the schedule on again.\n" +
    "Refused while a rotation is pending: cancelling would leave its version behind.",
  args: [ENVIRONMENT_ARGUMENT, SECRET_ARGUMENT],
  isChanging: true,
  async run(input, context) {
    const { environment, aws, secret, names } = await existingSecret(input, context);
    const pending = pendingVersion(secret);
    if (pending !== undefined) {
      throw new OpsError("refused", {
        problem: `a rotation of ${secret.name} is pending`,
        found: `the version ${pending}`,
        remedy: `let it end, or npm run ops -- unstick ${names}; nothing was changed`,
      });
    }
    const data = { environment: environment.name, secret: secret.name, rotationEnabled: false };
    if (!secret.rotationEnabled) return { isGood: true, data, text: `${secret.name}: the schedule is off already` };
    await context.confirm([
      `Switches the schedule of ${secret.name} off: its password does not change until resume or a deployment.`,
    ]);
    await aws.secrets.cancelRotation(secret.arn);
    return { isGood: true, data, text: `${secret.name}: the schedule is off\nnext: npm run ops -- resume ${names}` };
  },
};
