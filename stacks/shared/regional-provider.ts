import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { EnvironmentStack } from "./environment-stack";

/**
 * The stack's provider for another region: the same account, role, tags and emulator settings. Not the argument `region` of
 * the resources, which emulated environments' older provider does not know.
 */
export function regionalProvider(stack: EnvironmentStack, region: string): AwsProvider {
  const id = `aws_${region}`;
  const existing = stack.node.tryFindChild(id);
  if (existing instanceof AwsProvider) return existing;
  const main = stack.node.findChild("aws");
  if (!(main instanceof AwsProvider)) throw new Error(`${stack.node.id} has no provider "aws"; make it first`);
  return new AwsProvider(stack, id, {
    alias: region,
    region,
    ...given({
      allowedAccountIds: main.allowedAccountIdsInput,
      assumeRole: main.assumeRoleInput,
      defaultTags: main.defaultTagsInput,
      skipCredentialsValidation: main.skipCredentialsValidationInput,
      skipMetadataApiCheck: main.skipMetadataApiCheckInput,
      skipRequestingAccountId: main.skipRequestingAccountIdInput,
    }),
  });
}

type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
