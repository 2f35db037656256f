import { local } from "../../../environments/local";
import type { Choices } from "../../terraform/workspace";

/** Keys of an app secret; the schema checks them, as it does those of a file. */
export type SecretKeys = Readonly<Record<string, unknown>>;

/** The app secrets of the environment's file with some of them changed, and others beside them. */
export function appSecretsWith(
  changes: Readonly<Record<string, SecretKeys>>,
  more: readonly SecretKeys[] = [],
): readonly SecretKeys[] {
  return [...local.appSecrets.map((secret) => ({ ...secret, ...changes[secret.name] })), ...more];
}

/** The app secrets as they are chosen at this moment, and others beside them. */
export function appSecretsAnd(choices: Pick<Choices, "overlay">, more: readonly SecretKeys[]): readonly unknown[] {
  return [...chosenSecrets(choices), ...more];
}

/** The app secrets as they are chosen at this moment, with some of them changed. */
export function appSecretsChanged(
  choices: Pick<Choices, "overlay">,
  changes: Readonly<Record<string, SecretKeys>>,
): readonly SecretKeys[] {
  return chosenSecrets(choices).map((secret) => ({ ...secret, ...changes[String(secret.name)] }));
}

function chosenSecrets({ overlay }: Pick<Choices, "overlay">): readonly SecretKeys[] {
  return Array.isArray(overlay.appSecrets) ? overlay.appSecrets : local.appSecrets;
}

/** A further app secret, like those of the file. */
export function furtherSecret(name: string, choices: SecretKeys = {}): SecretKeys {
  const [model] = local.appSecrets;
  if (model === undefined) throw new Error("the environment local has no app secret to copy");
  const { database, recoveryWindowDays } = model;
  return {
    database,
    name,
    username: name,
    ...(recoveryWindowDays === undefined ? {} : { recoveryWindowDays }),
    ...choices,
  };
}

/** What a plan creates for a further app secret. */
export function resourcesOfSecret(name: string): readonly string[] {
  return [
    `+ aws_secretsmanager_secret.secret_${name}`,
    `+ aws_secretsmanager_secret_policy.secret_policy_${name}`,
    `+ aws_secretsmanager_secret_rotation.rotation_${name}`,
    `+ aws_lambda_invocation.app_users_${name}`,
    `+ aws_lambda_invocation.provision_${name}`,
    `+ aws_lambda_invocation.rotation_baseline_${name}`,
    `+ aws_lambda_invocation.await_rotation_${name}`,
    `+ aws_iam_policy.consumer_policy_${name}`,
  ];
}

/** What follows a change of declared privileges: the audit compares users with them. */
export const AUDIT_CHANGE = "~ aws_scheduler_schedule.audit_schedule";

/** What follows every change of the list of app secrets: the resources that serve all of them. */
export const LIST_CHANGES: readonly string[] = ["~ aws_iam_role_policy.function_policy", AUDIT_CHANGE];
