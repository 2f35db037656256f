import type { Environment } from "../../environments/schema";
import { secretName } from "../../stacks/shared/naming";
import type { Aws, DatabaseInstance, SecretState } from "../aws/ports";
import { type CommandContext, ENVIRONMENT_ARGUMENT, type OpsCommand, SECRET_ARGUMENT } from "../command/command";
import { configuredSecret } from "../command/secret-arguments";
import { OpsError } from "../error";
import { minuteOf } from "../output/quantity";
import { requireAccount } from "../rotation/app-secrets";

/** Takes a secret back whose name waits for its deletion, or frees the name. */
export const restoreName: OpsCommand = {
  name: "restore-name",
  summary: "take back a secret that waits for its deletion, or free its name with --purge",
  details:
    'A deployment stops at such a name ("already scheduled for deletion"), and no application can read the secret. Restoring loses nothing.\n' +
    "--purge deletes all versions for ever. It is refused where the environment's database is older than the secret's last change: they may hold the\n" +
    "only password of a live account. After a destroy Terraform does not know a restored secret: the command prints the import.",
  args: [ENVIRONMENT_ARGUMENT, SECRET_ARGUMENT],
  options: [{ flags: "--purge", description: "delete all versions for ever, so that a deployment makes a new secret" }],
  isChanging: true,
  async run(input, context) {
    const { environment, settings, aws, names } = configuredSecret(input, context);
    const name = secretName(environment, settings);
    const secret = await aws.secrets.describe(name);
    if (secret !== undefined) requireAccount(environment, secret);
    const data = { environment: environment.name, secret: name };
    if (secret?.deletedAt === undefined) {
      const found = secret === undefined ? "the name is free" : "the secret does not wait for its deletion";
      return { isGood: true, data: { ...data, did: "nothing" }, text: `${name}: ${found}` };
    }
    const isInUse = mayUse(await aws.database.instance(), secret);
    if (input.options.purge === true) return purge(secret, { environment, isInUse, aws }, context, data);
    await context.confirm([
      `Takes ${name} back with all its versions; its deletion was requested for ${minuteOf(secret.deletedAt)}.`,
    ]);
    await aws.secrets.restore(secret.arn);
    const importIt = `terraform -chdir=cdktf.out/stacks/${environment.name}-app-secret import aws_secretsmanager_secret.secret_${settings.name} ${secret.arn}`;
    const next = isInUse ? `npm run ops -- unstick ${names}` : importIt;
    return {
      isGood: true,
      data: { ...data, did: "restored", next },
      text: [
        `${name}: restored`,
        ...(isInUse
          ? [
              `If its stack was destroyed, Terraform does not know it any more. Import it before the next deployment:\n${importIt}`,
            ]
          : ["The environment was destroyed. Import the secret before the next deployment:"]),
        `next: ${next}`,
      ].join("\n"),
    };
  },
};

/**
 * Whether the database may have accounts with passwords of the secret. A database that is younger than the last change of the secret has none: a
 * deployment ends with a rotation, which changes the secret. Such a one comes from a deployment that stopped at the name, because the database is
 * deployed before the secrets. What is not known counts as older. (The date of the deletion is of no use: by API_DescribeSecret it is the end of
 * the recovery window, by API_SecretListEntry the moment of the request.)
 */
function mayUse(database: DatabaseInstance | undefined, { lastChangedAt, lastRotatedAt }: SecretState): boolean {
  if (database === undefined) return false;
  if (database.createdAt === undefined || lastChangedAt === undefined) return true;
  return database.createdAt <= lastChangedAt || (lastRotatedAt !== undefined && database.createdAt <= lastRotatedAt);
}

async function purge(
  { arn, name }: SecretState,
  { environment, isInUse, aws }: { readonly environment: Environment; readonly isInUse: boolean; readonly aws: Aws },
  context: CommandContext,
  data: Readonly<Record<string, unknown>>,
) {
  if (isInUse) {
    throw new OpsError("refused", {
      problem: `the versions of ${name} may hold the only password of a live account`,
      found: `the database of the environment ${environment.name} is older than the last change of the secret`,
      remedy: "leave --purge out: restoring loses nothing; nothing was changed",
    });
  }
  await context.confirm([
    `Deletes ${name} and all its versions for ever. A restored backup of its old database may need them.`,
  ]);
  await aws.secrets.deleteForever(arn);
  const next = `npm run deploy -- '${environment.name}-*'`;
  return {
    isGood: true,
    data: { ...data, did: "purged", next },
    text: `${name}: deleted for ever; its name is free\nnext: ${next}`,
  };
}
