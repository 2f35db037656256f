import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AssetType, TerraformAsset } from "cdktf";
import { SETTING_NAMES } from "../rotation-fn/settings";
import type { EncryptionKey } from "./encryption-key";
import type { EnvironmentStack } from "./environment-stack";
import { functionPolicy } from "./function-policy";
import { logGroup } from "./log-group";
import { arnOf, resourceName } from "./naming";
import { trustPolicy } from "./policy-document";

/** The packaged function. */
export interface FunctionPackage {
  /** Absolute path of the zip. It is copied into the stack's output, so the path itself appears nowhere. */
  readonly zipFile: string;
  /** SHA-256 of the zip in base64, as Lambda calculates it. */
  readonly sha256: string;
}

export interface RotationFunctionOptions {
  readonly functionPackage: FunctionPackage;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  /** Takes the function's network interfaces when it is deleted; must outlive it. */
  readonly replacementSecurityGroupId: string;
  readonly databaseHost: string;
  readonly appSecretArns: readonly string[];
  readonly adminSecretArn: string;
  readonly adminSecretKeyArn: string;
}

/** How long one call may take. Steps take a second or two; waiting for a whole rotation takes the rest. */
export const FUNCTION_TIMEOUT_SECONDS = 300;

export interface RotationFunction {
  readonly resource: LambdaFunction;
  /** The rights that it runs with; whatever calls the function waits for them. */
  readonly policy: IamRolePolicy;
}

/** The one function that rotates every app secret of the environment, with its role, rights and log group. */
export function rotationFunction(
  stack: EnvironmentStack,
  key: EncryptionKey,
  options: RotationFunctionOptions,
): RotationFunction {
  const { environment } = stack;
  const functionName = resourceName(environment, "rotation");
  const log = logGroup(stack, "function_log_group", `/aws/lambda/${functionName}`, key);
  const role = new IamRole(stack, "function_role", {
    name: functionName,
    description: "The rotation function's.",
    assumeRolePolicy: trustPolicy("lambda.amazonaws.com"),
  });
  const policy = new IamRolePolicy(stack, "function_policy", {
    name: "rotate-app-secrets",
    role: role.id,
    policy: functionPolicy({
      environment,
      functionArn: arnOf(environment, "lambda", `function:${functionName}`),
      logGroupArn: log.arn,
      appSecretArns: options.appSecretArns,
      appSecretKeyArn: key.arn,
      adminSecretArn: options.adminSecretArn,
      adminSecretKeyArn: options.adminSecretKeyArn,
    }),
  });
  const { zipFile, sha256 } = options.functionPackage;
  const code = new TerraformAsset(stack, "function_code", {
    path: zipFile,
    type: AssetType.FILE,
    // Given, because the framework's own hash is MD5, which a Node in FIPS mode does not have.
    assetHash: Buffer.from(sha256, "base64").toString("hex"),
  });
  const resource = new LambdaFunction(stack, "function", {
    functionName,
    description: "Rotates the app secrets of this environment.",
    role: role.arn,
    filename: code.path,
    sourceCodeHash: sha256,
    handler: "index.handler",
    // The provider that emulated environments may use does not know 24.
    runtime: environment.target.kind === "aws" ? "nodejs24.x" : "nodejs22.x",
    architectures: ["arm64"],
    memorySize: 256,
    timeout: FUNCTION_TIMEOUT_SECONDS,
    kmsKeyArn: key.arn,
    environment: {
      variables: {
        [SETTING_NAMES.rotationStrategy]: "alternating-users",
        [SETTING_NAMES.allowedDatabaseHosts]: options.databaseHost,
        [SETTING_NAMES.logLevel]: environment.rotationFunction.logLevel,
      },
    },
    vpcConfig: { subnetIds: [...options.subnetIds], securityGroupIds: [options.securityGroupId] },
    replaceSecurityGroupsOnDestroy: true,
    replacementSecurityGroupIds: [options.replacementSecurityGroupId],
    // On creation the log group and the rights come first; on destruction the rights stay until Lambda has given back the
    // function's network interfaces, which it does with the role of the function.
    dependsOn: [policy, log],
  });
  return { resource, policy };
}
