import { createHash } from "node:crypto";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AssetType, Fn, TerraformAsset, TerraformLocal } from "cdktf";
import type { Environment } from "../../environments/schema";
import type { EncryptionKey } from "../shared/encryption-key";
import type { EnvironmentStack } from "../shared/environment-stack";
import { logGroup } from "../shared/log-group";
import { resourceName } from "../shared/naming";
import { trustPolicy } from "../shared/policy-document";
import type { Rotator } from "../shared/rotator";
import { weakenedTags } from "../shared/tags";
import { functionPolicy, type RotationRightsInput } from "./function-policy";
import { functionSettings } from "./function-settings";

/** The packaged function. */
export interface FunctionPackage {
  /** Absolute path of the zip. It is copied into the stack's output, so the path itself appears nowhere. */
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
  /** Takes the function's network interfaces when it is deleted; must outlive it. */
  readonly replacementSecurityGroupId: string;
  readonly databaseHost: string;
  readonly rights: RotationRightsInput;
}

/** How long one call may take. Steps take a second or two; waiting for a whole rotation takes the rest. */
export const FUNCTION_TIMEOUT_SECONDS = 300;

/** The plain name of the environment's own function. */
export function functionNameOf(environment: Environment): string {
  return resourceName(environment, "rotation");
}

/** The one function that rotates every app secret of the environment, with its role, rights and log group. */
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
    // Given, because the framework's own hash is MD5, which a Node in FIPS mode does not have.
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
    // Lambda's own record of how long each call waited and ran, also of one that never got as far as its log.
    tracingConfig: { mode: "Active" },
    kmsKeyArn: key.arn,
    environment: { variables },
    vpcConfig,
    replaceSecurityGroupsOnDestroy: true,
    replacementSecurityGroupIds: [options.replacementSecurityGroupId],
    tags: weakenedTags({ "reserved-concurrency": reservedConcurrency, "password-length": passwordPolicy.length }),
    // On creation the log group and the rights come first. On destruction they go seconds after the function, while Lambda gives the
    // network interfaces back some 20 minutes later with the rights of this role: docs/redeploy.md says how to find what is left.
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
