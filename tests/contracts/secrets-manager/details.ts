import {
  DeleteResourcePolicyCommand,
  GetRandomPasswordCommand,
  type GetRandomPasswordCommandInput,
  GetResourcePolicyCommand,
  ListSecretsCommand,
  PutResourcePolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { type ContractKit, isRefused, outcome, version } from "./kit";
import type { Rule } from "./rule";

/** The rules of what is known about a secret, and of random passwords. */
export const DETAIL_RULES: readonly Rule[] = [
  {
    // API_DescribeSecret: "Secrets Manager only returns fields that have a value"; RotationEnabled: "If the secret has
    // never been configured for rotation, Secrets Manager returns null."
    title: "DescribeSecret leaves out what has no value: rotation that was never configured, a date that never was",
    observe: async (kit) => {
      const { body } = await kit.raw("DescribeSecret", { SecretId: await kit.secret() });
      return Object.keys(body).sort();
    },
    expected: ["ARN", "CreatedDate", "LastChangedDate", "Name", "VersionIdsToStages"],
  },
  {
    // API_DescribeSecret: the version ids are those with labels; recorded for a secret without a value
    title: "a secret without a value has no versions",
    observe: async (kit) => {
      const { body } = await kit.raw("DescribeSecret", { SecretId: await kit.emptySecret() });
      return { versions: body.VersionIdsToStages ?? "none" };
    },
    expected: { versions: "none" },
  },
  {
    // API_DescribeSecret, LastAccessedDate: "omitted if the secret has never been retrieved"; API_SecretVersionsListEntry:
    // "the resolution of this field is at the date level and does not include the time"
    title: "LastAccessedDate is the day of the last read",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.get(secret);
      const { LastAccessedDate } = await kit.describe(secret);
      return LastAccessedDate?.toISOString().slice(10);
    },
    expected: "T00:00:00.000Z",
  },
  {
    // API_UpdateSecret, VersionId: "If Secrets Manager created a new version of the secret during this operation"
    title: "UpdateSecret changes the description without a version, and the value with one that is AWSCURRENT",
    observe: async (kit) => {
      const SecretId = await kit.secret();
      const update = (input: object) => kit.client.send(new UpdateSecretCommand({ SecretId, ...input }));
      const described = await update({ Description: "for the rule" });
      await update({ ClientRequestToken: version("b"), SecretString: "value of b" });
      const { Description } = await kit.describe(SecretId);
      return { Description, VersionId: described.VersionId ?? "none", labels: await kit.labels(SecretId) };
    },
    expected: { Description: "for the rule", VersionId: "none", labels: { a: "AWSPREVIOUS", b: "AWSCURRENT" } },
  },
  {
    // API_TagResource: "appends tags to the existing list of tags"; API_UntagResource: "This operation is idempotent."
    title: "tags are added and replaced by key, and removing one that is not there succeeds",
    observe: async (kit) => {
      const SecretId = await kit.secret();
      const tag = (Key: string, Value: string) =>
        kit.client.send(new TagResourceCommand({ SecretId, Tags: [{ Key, Value }] }));
      const untag = (...TagKeys: string[]) => kit.client.send(new UntagResourceCommand({ SecretId, TagKeys }));
      await tag("one", "1");
      await tag("two", "2");
      await tag("one", "3");
      const added = (await kit.describe(SecretId)).Tags?.map(({ Key, Value }) => `${Key}=${Value}`);
      await untag("one", "none");
      await untag("two");
      // recorded: an empty list, not a missing one
      return { added, removed: (await kit.describe(SecretId)).Tags };
    },
    expected: { added: ["one=3", "two=2"], removed: [] },
  },
  {
    // API_PutResourcePolicy, API_GetResourcePolicy, API_DeleteResourcePolicy
    title: "a resource policy is kept as it is written, until it is deleted",
    observe: async (kit) => {
      const SecretId = await kit.secret();
      const ResourcePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
      const get = async () =>
        (await kit.client.send(new GetResourcePolicyCommand({ SecretId }))).ResourcePolicy ?? "none";
      const before = await get();
      await kit.client.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
      const kept = (await get()) === ResourcePolicy;
      await kit.client.send(new DeleteResourcePolicyCommand({ SecretId }));
      return { before, kept, after: await get() };
    },
    expected: { before: "none", kept: true, after: "none" },
  },
  {
    // API_PutResourcePolicy: MalformedPolicyDocumentException, "The resource policy has syntax errors."
    title: "text that is no policy is MalformedPolicyDocumentException",
    observe: async (kit) => {
      const put = new PutResourcePolicyCommand({ SecretId: await kit.secret(), ResourcePolicy: "text" });
      return outcome(kit.client.send(put));
    },
    expected: "MalformedPolicyDocumentException",
  },
  {
    // API_Filter, name: "Prefix match, case-sensitive"; `!` negates
    title: "secrets are listed by the beginning of their name",
    observe: async (kit) => {
      const name = await kit.secret();
      const list = async (...Values: string[]) => {
        const { SecretList = [] } = await kit.client.send(
          new ListSecretsCommand({ Filters: [{ Key: "name", Values }] }),
        );
        return SecretList.filter((secret) => secret.Name === name).length;
      };
      return [await list(name.slice(0, -1)), await list(name.toUpperCase()), await list(`!${name}`)];
    },
    expected: [1, 0, 0],
  },
  {
    // API_GetRandomPassword: "the default length is 32 characters"; "the password contains at least one of every
    // character type"
    title: "a random password has 32 characters and one of every type when nothing is said",
    observe: async (kit) => {
      const text = await password(kit, {});
      return [text.length, /[a-z]/.test(text), /[A-Z]/.test(text), /[0-9]/.test(text), /[^a-zA-Z0-9]/.test(text)];
    },
    expected: [32, true, true, true, true],
  },
  {
    // API_GetRandomPassword, Exclude…, IncludeSpace
    title: "a random password leaves out what is excluded, types and single characters, and has a space on request",
    observe: async (kit) => {
      const excluding = { ExcludePunctuation: true, ExcludeUppercase: true, ExcludeNumbers: true, PasswordLength: 500 };
      const letters = await password(kit, { ...excluding, ExcludeCharacters: "abcdefghijklm" });
      const spaced = await password(kit, { ExcludeLowercase: true, IncludeSpace: true, PasswordLength: 500 });
      return [/^[n-z]{500}$/.test(letters), /[a-z]/.test(spaced), spaced.includes(" ")];
    },
    expected: [true, false, true],
  },
  {
    // API_GetRandomPassword, PasswordLength: 1 to 4096; the error for a length below the required types is reported
    title: "a random password has 1 to 4096 characters, and not fewer than its required types",
    observe: async (kit) => ({
      4097: await isRefused(password(kit, { PasswordLength: 4097 })),
      4096: (await password(kit, { PasswordLength: 4096 })).length,
      3: await outcome(password(kit, { PasswordLength: 3 })),
      1: await password(kit, { PasswordLength: 1, RequireEachIncludedType: false }).then(
        (text) => text.length,
        () => "refused",
      ),
    }),
    expected: { 4097: true, 4096: 4096, 3: "InvalidParameterException", 1: 1 },
  },
];

async function password(kit: ContractKit, input: GetRandomPasswordCommandInput): Promise<string> {
  return (await kit.client.send(new GetRandomPasswordCommand(input))).RandomPassword ?? "";
}
