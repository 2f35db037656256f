import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { EnvironmentStack } from "../shared/environment-stack";
import type { Rotator } from "../shared/rotator";
import { anySecretOf } from "../shared/secret-scope";

/**
 * Lets Secrets Manager invoke the function for the environment's app secrets. Bound to the account and to the environment's name: without
 * that, any account's Secrets Manager could make the function run.
 *
 * One statement, however many secrets there are: Lambda keeps 20 KB for the policy of a function, and a change from a
 * statement a secret to one for all would leave rotations without a permission for a moment (docs/decisions/037-one-permission.md).
 */
export function invokePermission(stack: EnvironmentStack, rotator: Rotator): LambdaPermission {
  const { environment } = stack;
  return new LambdaPermission(stack, "permission", {
    // A function of somebody else may serve several environments: each needs a statement of its own name.
    statementId: rotator.own === undefined ? `rotate-${environment.name}` : "rotate",
    action: "lambda:InvokeFunction",
    functionName: rotator.functionName,
    principal: "secretsmanager.amazonaws.com",
    sourceAccount: environment.accountId,
    sourceArn: anySecretOf(environment),
  });
}
