import { createHash } from "node:crypto";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AssetType, Fn, TerraformAsset, TerraformLocal } from "cdktf";
import type { Environment } from "../../environments/schema";
import type { EncryptionKey } from "../shared/encryption-key";
import type { EnvironmentStack } from "../shared/environment-stack";
import { FUNCTION_TIMEOUT_SECONDS } from "../shared/function-timeout";
import { logGroup } from "../shared/log-group";
import { resourceName } from "../shared/naming";
import { trustPolicy } from "../shared/policy-document";
import type { Rotator } from "../shared/rotator";
import { weakenedTags } from "../shared/tags";
import { functionPolicy, type RotationRightsInput } from "./function-policy";
import { functionSettings } from "./function-settings";

/** The packaged function. */
export interface FunctionPackage {
  /** Absolute path of the zip. The framework copies it into the stack's output folder, so no file contains this path. */
  readonly zipFile: string;
  /** SHA-256 of the zip in base64, as Lambda calculates it. */
  readonly sha256: string;
  /** SHA-256 over the files in it, which the function compares with its own. */
  readonly codeDigest: string;
}

export interface RotationFunctionOptions {
  readonly functionPackage: FunctionPackage;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  /** Gets the function's network interfaces when the function is deleted; must outlive it. */
  readonly replacementSecurityGroupId: string;
  readonly databaseHost: string;
  readonly rights: RotationRightsInput;
}

/** The plain name of the environment's own function. */
export function functionNameOf(environment: Environment): string {
  return resourceName(environment, "rotation");
}

/** The function that rotates every app secret of the environment, with its role, permissions and log group. */
export function rotationFunction(
  stack: EnvironmentStack,
  key: EncryptionKey,
  options: RotationFunctionOptions,
): Rotator {
  const { environment } = stack;
  const { memoryMb, reservedConcurrency, passwordPolicy } = environment.rotationFunction;
  const functionName = functionNameOf(environment);
  const logGroupName = `/aws/lambda/${functionName}`;
  const log = logGroup(stack, "function_log_group", logGroupName, key);
  const role = new IamRole(stack, "function_role", {
    name: functionName,
    description: "The rotation function's.",
    assumeRolePolicy: trustPolicy("lambda.amazonaws.com"),
  });
  const policy = new IamRolePolicy(stack, "function_policy", {
    name: "rotate-app-secrets",
    role: role.id,
    policy: functionPolicy({ ...options.rights, logGroupArn: log.arn }),
  });
  const { zipFile, sha256, codeDigest } = options.functionPackage;
  const code = new TerraformAsset(stack, "function_code", {
    path: zipFile,
    type: AssetType.FILE,
    // Set explicitly, because the framework's hash is MD5, which Node in FIPS mode does not have.
    assetHash: Buffer.from(sha256, "base64").toString("hex"),
  });
  const variables = functionSettings(environment, options.databaseHost);
  const vpcConfig = { subnetIds: [...options.subnetIds], securityGroupIds: [options.securityGroupId] };
  // A local, because an expression with quotation marks would not be read in the JSON of the events. The settings are hashed here: the
  // framework cannot write characters such as \\ and @ in an expression.
  const settings = createHash("sha256")
    .update(JSON.stringify(functionSettings(environment, "")))
    .digest("hex");
  const configuration = new TerraformLocal(
    stack,
    "function_configuration",
    Fn.sha256(Fn.jsonencode({ role: role.arn, ...vpcConfig, databaseHost: options.databaseHost, settings })),
  );
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
    memorySize: memoryMb,
    timeout: FUNCTION_TIMEOUT_SECONDS,
    ...(reservedConcurrency.value === "unreserved" ? {} : { reservedConcurrentExecutions: reservedConcurrency.value }),
    // Lambda's own record of each invocation's duration, also if the function never wrote a log line.
    tracingConfig: { mode: "Active" },
    kmsKeyArn: key.arn,
    environment: { variables },
    vpcConfig,
    replaceSecurityGroupsOnDestroy: true,
    replacementSecurityGroupIds: [options.replacementSecurityGroupId],
    tags: weakenedTags({ "reserved-concurrency": reservedConcurrency, "password-length": passwordPolicy.length }),
    // Created after the log group and the permissions. On destruction they are deleted seconds after the function, but Lambda deletes the
    // network interfaces about 20 minutes later with this role's permissions: docs/redeploy.md says how to find remaining ones.
    dependsOn: [policy, log],
  });
  return {
    arn: resource.arn,
    functionName: resource.functionName,
    name: functionName,
    ready: [policy],
    own: {
      codeSha256: sha256,
      codeDigest,
      configuration: configuration.asString,
      timeoutSeconds: FUNCTION_TIMEOUT_SECONDS,
      logGroupName,
    },
  };
}
