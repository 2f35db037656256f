import { type ResourceChange, type Review, resourcesIn } from "../model/change";

/**
 * The name of the app secret that a resource belongs to: `prod/shop`. Resources of one secret are called after it
 * (`rotation_shop`, `provision_shop`), so the name is found without ARNs, which a new secret has not got yet.
 */
export function secretNameOf(review: Review, { stack, name }: ResourceChange): string {
  const [, id = name] =
    /^(?:rotation_baseline|await_rotation|app_users|provision|rotation|secret_policy|secret)_(.+)$/.exec(name) ?? [];
  const secret = resourcesIn(review, "aws_secretsmanager_secret").find(
    (one) => one.stack === stack && one.name === `secret_${id}`,
  );
  const found = secret?.after?.name ?? secret?.before?.name;
  return typeof found === "string" ? found : id;
}
