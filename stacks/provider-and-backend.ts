import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, S3Backend, type TerraformStack } from "cdktf";
import type { Environment } from "../environments/schema";
import { type StackPart, stackId } from "./naming";
import { defaultTags } from "./tags";

/** 1.10 is the first Terraform that locks a state in S3 by itself. */
const TERRAFORM_VERSION = ">= 1.10.0";

/** Emulated environments may run with an older provider; everything that the stacks use exists since then. */
const OLDEST_EMULATOR_PROVIDER = ">= 5.100.0";

/** Gives a stack its provider, its state and its version limits, by what the environment is deployed to. */
export function addProviderAndBackend(stack: TerraformStack, environment: Environment, part: StackPart): void {
  if (environment.target.kind === "aws") {
    addAwsProvider(stack, environment);
    addS3Backend(stack, environment, environment.target, part);
  } else {
    addEmulatorProvider(stack, environment);
    addFileBackend(stack, environment, part);
  }
  stack.addOverride("terraform.required_version", TERRAFORM_VERSION);
}

function addAwsProvider(stack: TerraformStack, environment: Environment): void {
  const provider = new AwsProvider(stack, "aws", {
    region: environment.region,
    // A deployment with the credentials of another account stops before it reads anything.
    allowedAccountIds: [environment.accountId],
    defaultTags: [{ tags: defaultTags(environment) }],
  });
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
function addEmulatorProvider(stack: TerraformStack, environment: Environment): void {
  new AwsProvider(stack, "aws", {
    region: environment.region,
    allowedAccountIds: [environment.accountId],
    skipCredentialsValidation: true,
    skipMetadataApiCheck: "true",
    s3UsePathStyle: true,
    defaultTags: [{ tags: defaultTags(environment) }],
  });
  stack.addOverride("terraform.required_providers.aws.version", OLDEST_EMULATOR_PROVIDER);
}

function addS3Backend(
  stack: TerraformStack,
  environment: Environment,
  target: { readonly stateBucket: string; readonly stateRegion?: string | undefined },
  part: StackPart,
): void {
  new S3Backend(stack, {
    bucket: target.stateBucket,
    key: `${stackId(environment, part)}.tfstate`,
    region: target.stateRegion ?? environment.region,
    encrypt: true,
  });
  // Not in the types of this version of the framework.
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
}

/**
 * Terraform runs in `cdktf.out/stacks/<id>`; the state lies beside `cdktf.out`, where a new synth does not touch it. The
 * framework's own default is an absolute path, which would make the files differ from one directory to the next.
 */
function addFileBackend(stack: TerraformStack, environment: Environment, part: StackPart): void {
  new LocalBackend(stack, { path: `../../../terraform.${stackId(environment, part)}.tfstate` });
}
