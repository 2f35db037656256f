import type { AppSecretChoice, Environment } from "../../environments/schema";
import { secretName } from "../../stacks/shared/naming";
import type { Aws, SecretState } from "../aws/ports";
import { OpsError } from "../error";

/** The app secret that a person names: `shop` and `dev/shop` alike. Throws `bad_command`. */
export function appSecretNamed(environment: Environment, name: string): AppSecretChoice {
  const short = name.startsWith(`${environment.name}/`) ? name.slice(environment.name.length + 1) : name;
  const found = environment.appSecrets.find((secret) => secret.name === short);
  if (found !== undefined) return found;
  throw new OpsError("bad_command", {
    problem: `the environment ${environment.name} has no app secret ${JSON.stringify(name.slice(0, 60))}`,
    allowed: environment.appSecrets.map((secret) => secret.name).join(", "),
    remedy: "name one of them, or add it to the environment file and deploy",
  });
}

/** The app secret as it is deployed. Throws `secret_not_found`, `secret_deleted` or `wrong_account`. */
export async function deployedSecret(
  aws: Aws,
  environment: Environment,
  settings: AppSecretChoice,
): Promise<SecretState> {
  const name = secretName(environment, settings);
  const state = await aws.secrets.describe(name);
  if (state === undefined) {
    throw new OpsError("secret_not_found", {
      problem: `the secret ${name} does not exist in ${environment.region}`,
      remedy: `deploy the environment (npm run deploy -- '${environment.name}-*'), or use another --profile`,
    });
  }
  requireAccount(environment, state);
  if (state.deletedAt !== undefined) {
    throw new OpsError("secret_deleted", {
      problem: `the secret ${name} waits for its deletion, and cannot be read`,
      found: `deletion requested at ${state.deletedAt.toISOString()}`,
      remedy: `npm run ops -- restore-name ${environment.name} ${settings.name}, as long as the recovery window lasts`,
    });
  }
  return state;
}

/** Throws `wrong_account` where the credentials belong to another account than the environment's. */
export function requireAccount({ name, accountId }: Environment, { arn }: Pick<SecretState, "arn">): void {
  const found = arn.split(":")[4];
  if (found === accountId) return;
  throw new OpsError("wrong_account", {
    problem: `the credentials belong to another account than the environment ${name}`,
    found: found ?? arn,
    allowed: accountId,
    remedy: "use the --profile of that account",
  });
}

/** The version that carries a label. */
export function versionLabelled({ labels }: Pick<SecretState, "labels">, label: string): string | undefined {
  for (const [versionId, found] of labels) if (found.includes(label)) return versionId;
  return undefined;
}

/** The version of a rotation that has begun and not ended. A finished one may leave AWSPENDING on what is AWSCURRENT now. */
export function pendingVersion(state: Pick<SecretState, "labels">): string | undefined {
  const pending = versionLabelled(state, "AWSPENDING");
  return pending !== undefined && state.labels.get(pending)?.includes("AWSCURRENT") === true ? undefined : pending;
}
