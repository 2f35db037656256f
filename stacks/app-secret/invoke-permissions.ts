import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { EnvironmentStack } from "../shared/environment-stack";
import type { Rotator } from "../shared/rotator";
import { anySecretOf } from "../shared/secret-scope";

/**
 * Allows Secrets Manager to invoke the function for the environment's app secrets, bound to the account and the environment's name. Without
 * that, Secrets Manager could invoke the function for a secret of any account.
 *
 * One statement, however many secrets there are: Lambda keeps 20 KB for the policy of a function, and a change from a
 * statement a secret to one for all would leave rotations without a permission for a moment (docs/decisions/033-one-permission.md).
 */
export function invokePermission(stack: EnvironmentStack, rotator: Rotator): LambdaPermission {
  const { environment } = stack;
  return new LambdaPermission(stack, "permission", {
    // An existing function can serve several environments: each needs its own statement id.
    statementId: rotator.own === undefined ? `rotate-${environment.name}` : "rotate",
    action: "lambda:InvokeFunction",
    functionName: rotator.functionName,
    principal: "secretsmanager.amazonaws.com",
    sourceAccount: environment.accountId,
    sourceArn: anySecretOf(environment),
  });
}
