import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, S3Backend, type TerraformStack } from "cdktf";
import type { Environment } from "../../environments/schema";
import { type StackPart, stackId } from "./naming";
import { s3StateSettings } from "./state-backend";
import { defaultTags } from "./tags";
import { TERRAFORM_CONSTRAINT } from "./terraform-version";

/** Emulated environments may run with an older provider; everything that the stacks use exists since then. */
const EMULATOR_PROVIDER = ">= 5.100.0, < 7.0.0";

/** The name of a stack's role in the environment file. */
const ROLE_KEYS = {
  network: "network",
  database: "database",
  bastion: "bastion",
  "app-secret": "appSecret",
} as const satisfies Record<StackPart, string>;

/** Gives a stack its provider, its state and its version limits, by what the environment is deployed to. */
export function addProviderAndBackend(stack: TerraformStack, environment: Environment, part: StackPart): void {
  if (environment.target.kind === "aws") {
    addAwsProvider(stack, environment, part);
    const isShippedBucket = environment.placeholders.some(({ path }) => path === "target.stateBucket");
    if (isShippedBucket) addNoBackend(stack, environment, part);
    else addS3Backend(stack, environment, environment.target, part);
  } else {
    addEmulatorProvider(stack, environment, part);
    addFileBackend(stack, environment, part);
  }
  stack.addOverride("terraform.required_version", TERRAFORM_CONSTRAINT);
}

/** What every provider is told. A deployment with the credentials of another account stops before it reads anything. */
function providerConfig(environment: Environment, part: StackPart): AwsProviderConfig {
  const roleArn = environment.deployRoles[ROLE_KEYS[part]];
  return {
    region: environment.region,
    allowedAccountIds: [environment.accountId],
    defaultTags: [{ tags: defaultTags(environment, part) }],
    // The session's name is what CloudTrail shows beside every call.
    ...(roleArn === undefined ? {} : { assumeRole: [{ roleArn, sessionName: stackId(environment, part) }] }),
  };
}

function addAwsProvider(stack: TerraformStack, environment: Environment, part: StackPart): void {
  const provider = new AwsProvider(stack, "aws", providerConfig(environment, part));
  // The package pins one exact version; patches of it are welcome, a provider that its types do not know is not.
  const version = provider.terraformGeneratorMetadata?.providerVersion;
  stack.addOverride("terraform.required_providers.aws.version", `~> ${version}`);
}

/**
 * No `endpoints` block: provider and function are both led to the emulator by AWS_ENDPOINT_URL. So no port stands in the
 * synthesized files, and a plan takes a third of the time (measured: 3 s instead of 9 s).
 *
 * The provider still asks whose account this is: an emulator answers, and where AWS_ENDPOINT_URL was forgotten the answer of
 * AWS itself is another account, so that a laptop's environment is never deployed into a real one.
 */
function addEmulatorProvider(stack: TerraformStack, environment: Environment, part: StackPart): void {
  new AwsProvider(stack, "aws", {
    ...providerConfig(environment, part),
    skipCredentialsValidation: true,
    skipMetadataApiCheck: "true",
    s3UsePathStyle: true,
  });
  stack.addOverride("terraform.required_providers.aws.version", EMULATOR_PROVIDER);
}

type AwsTarget = Extract<Environment["target"], { readonly kind: "aws" }>;

function addS3Backend(stack: TerraformStack, environment: Environment, target: AwsTarget, part: StackPart): void {
  const { bucket, key, region, encrypt, ...more } = s3StateSettings(environment, target, part);
  new S3Backend(stack, {
    bucket,
    key,
    region,
    encrypt,
    ...(more.kms_key_id === undefined ? {} : { kmsKeyId: more.kms_key_id }),
    ...(more.assume_role === undefined ? {} : { assumeRole: { roleArn: more.assume_role.role_arn } }),
  });
  // Not in the types of this version of the framework.
  stack.addOverride("terraform.backend.s3.use_lockfile", more.use_lockfile);
}

/**
 * Terraform runs in `cdktf.out/stacks/<id>`; the state lies beside `cdktf.out`, where a new synth does not touch it. The
 * framework's own default is an absolute path, which would make the files differ from one directory to the next.
 */
function addFileBackend(stack: TerraformStack, environment: Environment, part: StackPart): void {
  new LocalBackend(stack, { path: `../../../terraform.${stackId(environment, part)}.tfstate` });
}

/**
 * The example bucket may belong to another person, so Terraform never uses it: not for a state, and not for a lock. The stack is never
 * planned (refuse-placeholders.ts). Without a backend in the file, one that is written there later is taken without a question.
 */
function addNoBackend(stack: TerraformStack, environment: Environment, part: StackPart): void {
  addFileBackend(stack, environment, part);
  stack.addOverride("terraform.backend", undefined);
}
