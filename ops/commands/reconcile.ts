import { ENVIRONMENT_ARGUMENT, type OpsCommand, SECRET_ARGUMENT } from "../command/command";
import { existingSecret } from "../command/secret-arguments";
import { reconcileSecret } from "../recovery/reconcile-secret";

/** Provisions a secret again: database, user, grants and password back to the environment file and AWSCURRENT. */
export const reconcile: OpsCommand = {
  name: "reconcile",
  summary: "bring the account back to the secret and the environment file: password, grants, database",
  details:
    "Sends the function the event of a deployment, without Terraform: what is missing is made, what was changed by hand is put back.\n" +
    "A password that works is not changed. Address and admin secret come from RDS; no password is shown.",
  args: [ENVIRONMENT_ARGUMENT, SECRET_ARGUMENT],
  isChanging: true,
  async run(input, context) {
    const { environment, settings, aws, secret, names } = await existingSecret(input, context);
    await context.confirm([
      `Brings the user '${settings.username}' and its alternate to the environment file: database '${settings.database}', ` +
        `${settings.privileges.join(", ")} from ${settings.userHost}.`,
      `Sets the password in AWSCURRENT of ${secret.name} where the account has another one.`,
    ]);
    const { value, accounts } = await reconcileSecret(aws, environment, settings, secret.arn);
    return {
      isGood: true,
      data: { environment: environment.name, secret: secret.name, value, accounts },
      text: [
        `${secret.name}: a login with AWSCURRENT works`,
        ...accounts.map((account) => `  ${account}`),
        `next: npm run ops -- verify ${names}`,
      ].join("\n"),
    };
  },
};
