import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { EnvironmentStack } from "./environment-stack";
import type { RotatedSecret } from "./rotated-secret";
import type { Rotator } from "./rotator";
import { anySecretOf, MOST_NAMED_SECRETS } from "./secret-scope";

/**
 * Lets Secrets Manager call the function, for each app secret by itself. Bound to account and secret: without that, any account's
 * Secrets Manager could make the function run. Where so many permissions do not fit, one is for all, bound to the account and to the
 * environment's name.
 *
 * @param count of the app secrets
 * @returns what makes the permission of a secret
 */
export function invokePermissions(
  stack: EnvironmentStack,
  rotator: Rotator,
  count: number,
): (secret: RotatedSecret) => LambdaPermission {
  const { environment } = stack;
  // A function of somebody else may serve several environments: each needs statements of its own name.
  const statement = rotator.own === undefined ? `rotate-${environment.name}` : "rotate";
  const permission = (id: string, statementId: string, sourceArn: string) =>
    new LambdaPermission(stack, id, {
      statementId,
      action: "lambda:InvokeFunction",
      functionName: rotator.functionName,
      principal: "secretsmanager.amazonaws.com",
      sourceAccount: environment.accountId,
      sourceArn,
    });
  if (count > MOST_NAMED_SECRETS) {
    const forAll = permission("permission", statement, anySecretOf(environment));
    return () => forAll;
  }
  return ({ settings: { name }, arn }) => permission(`permission_${name}`, `${statement}-${name}`, arn);
}
