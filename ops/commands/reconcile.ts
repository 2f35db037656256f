import { ENVIRONMENT_ARGUMENT, type OpsCommand, requiredArg, SECRET_ARGUMENT } from "../command/command";
import { reconcileSecret } from "../recovery/reconcile-secret";
import { appSecretNamed, deployedSecret } from "../rotation/app-secrets";

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
    const environment = context.environment(requiredArg(input, "environment"));
    const settings = appSecretNamed(environment, requiredArg(input, "secret"));
    const aws = context.aws(environment);
    const secret = await deployedSecret(aws, environment, settings);
    await context.confirm([
      `Brings the user '${settings.username}' and its alternate to the environment file: database '${settings.database}', ` +
        `${settings.privileges.join(", ")} from ${settings.userHost}.`,
      `Sets the password in AWSCURRENT of ${secret.name} where the account has another one.`,
    ]);
    const { value, accounts } = await reconcileSecret(aws, environment, settings, secret.arn);
    const names = `${environment.name} ${settings.name}`;
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
