import {
  CancelRotateSecretCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  type DeleteSecretCommandInput,
  ListSecretsCommand,
  RestoreSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { type ContractKit, explained, isRefused, outcome, version } from "./kit";
import type { Rule } from "./rule";

const DAY_MS = 24 * 60 * 60 * 1000;

export const DELETION_RULES: readonly Rule[] = [
  {
    // API_DeleteSecret, RecoveryWindowInDays: "from 7 to 30", "by default … a 30 day recovery window"
    title: "the recovery window is 7 to 30 days, and 30 when nothing is said",
    observe: async (kit) => {
      const days: Record<string, unknown> = {};
      for (const window of [6, 7, 30, 31]) {
        days[window] = await outcome(remove(kit, await kit.secret(), { RecoveryWindowInDays: window }));
      }
      const name = await kit.secret();
      const { CreatedDate } = await kit.describe(name);
      const { DeletionDate } = await remove(kit, name, {});
      const defaultMs = (DeletionDate?.getTime() ?? 0) - (CreatedDate?.getTime() ?? 0);
      return { ...days, default: Math.round(defaultMs / DAY_MS) };
    },
    expected: {
      6: "InvalidParameterException",
      7: "ok",
      30: "ok",
      31: "InvalidParameterException",
      default: 30,
    },
  },
  {
    // API_DeleteSecret: "You can't use both this parameter and ForceDeleteWithoutRecovery in the same call."
    title: "a recovery window together with ForceDeleteWithoutRecovery is refused",
    observe: async (kit) =>
      outcome(remove(kit, await kit.secret(), { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true })),
    expected: "InvalidParameterException",
  },
  {
    // API_DeleteSecret: "When a secret is scheduled for deletion, you cannot retrieve the secret value";
    // InvalidRequestException: "The secret is scheduled for deletion."
    title:
      "reading, updating, rotating and cancelling rotation of a secret marked for deletion is InvalidRequestException",
    observe: async (kit) => {
      const SecretId = await kit.secret();
      await remove(kit, SecretId, {});
      return [
        await outcome(kit.get(SecretId)),
        await outcome(kit.client.send(new UpdateSecretCommand({ SecretId, SecretString: "value" }))),
        await outcome(kit.rotate(SecretId)),
        await outcome(kit.client.send(new CancelRotateSecretCommand({ SecretId }))),
      ];
    },
    expected: Array(4).fill("InvalidRequestException"),
  },
  {
    // the same two; API_PutSecretValue and API_UpdateSecretVersionStage list the error
    title: "writing a value to a secret marked for deletion, or moving its labels, is InvalidRequestException",
    observe: async (kit) => {
      const SecretId = await kit.secret();
      await kit.put(SecretId, "b", ["AWSPENDING"]);
      await remove(kit, SecretId, {});
      return [
        await outcome(kit.put(SecretId, "c")),
        await outcome(kit.moveStage(SecretId, { VersionStage: "AWSPENDING", RemoveFromVersionId: version("b") })),
      ];
    },
    expected: ["InvalidRequestException", "InvalidRequestException"],
  },
  {
    // recorded
    title: "tags of a secret marked for deletion cannot be changed",
    observe: async (kit) => {
      const SecretId = await kit.secret();
      await remove(kit, SecretId, {});
      const tag = new TagResourceCommand({ SecretId, Tags: [{ Key: "key", Value: "value" }] });
      return {
        TagResource: await explained(kit.client.send(tag)),
        UntagResource: await outcome(kit.client.send(new UntagResourceCommand({ SecretId, TagKeys: ["key"] }))),
      };
    },
    expected: {
      TagResource:
        "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.",
      UntagResource: "InvalidRequestException",
    },
  },
  {
    // API_DescribeSecret, DeletedDate; API_ListSecrets, IncludePlannedDeletion
    title: "a secret marked for deletion is described with DeletedDate and listed only on request",
    observe: async (kit) => {
      const name = await kit.secret();
      await remove(kit, name, {});
      const list = async (IncludePlannedDeletion: boolean) => {
        const filter = { Filters: [{ Key: "name" as const, Values: [name] }], IncludePlannedDeletion };
        return (await kit.client.send(new ListSecretsCommand(filter))).SecretList?.map(
          (secret) => secret.Name === name,
        );
      };
      const { DeletedDate } = await kit.describe(name);
      return { hasDate: DeletedDate instanceof Date, listed: await list(false), onRequest: await list(true) };
    },
    expected: { hasDate: true, listed: [], onRequest: [true] },
  },
  {
    // type and wording recorded
    title: "a name that is scheduled for deletion cannot be used again",
    observe: async (kit) => {
      const name = await kit.secret();
      await remove(kit, name, { RecoveryWindowInDays: 7 });
      const create = new CreateSecretCommand({ Name: name, SecretString: "value" });
      return (await explained(kit.client.send(create))).replace(name, "<name>");
    },
    expected:
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
  },
  {
    // API_RestoreSecret: "You can access a secret again after it has been restored."
    title: "RestoreSecret brings the secret back with its versions and labels",
    observe: async (kit) => {
      const name = await kit.secret();
      await kit.put(name, "b");
      await remove(kit, name, {});
      await kit.client.send(new RestoreSecretCommand({ SecretId: name }));
      const { DeletedDate } = await kit.describe(name);
      return {
        labels: await kit.labels(name),
        deleted: DeletedDate ?? "no",
        value: (await kit.get(name)).SecretString,
      };
    },
    expected: { labels: { a: "AWSPREVIOUS", b: "AWSCURRENT" }, deleted: "no", value: "value of b" },
  },
  {
    // API_DeleteSecret, ForceDeleteWithoutRecovery; API_CreateSecret, ARN
    title: "a forced deletion is final, and the name then makes a secret with another ARN",
    observe: async (kit) => {
      const name = await kit.secret();
      const { ARN } = await kit.describe(name);
      await remove(kit, name, { ForceDeleteWithoutRecovery: true });
      const gone = await outcome(kit.describe(name));
      const restored = await outcome(kit.client.send(new RestoreSecretCommand({ SecretId: name })));
      const again = await kit.client.send(new CreateSecretCommand({ Name: name, SecretString: "value" }));
      return { gone, restored, anotherArn: again.ARN !== ARN };
    },
    expected: { gone: "ResourceNotFoundException", restored: "ResourceNotFoundException", anotherArn: true },
  },
  {
    // API_DeleteSecret: "If you forcibly delete an already deleted or nonexistent secret, the operation does not return
    // ResourceNotFoundException."
    title: "a forced deletion of nothing succeeds; any other is ResourceNotFoundException",
    observe: async (kit) => ({
      forced: await outcome(remove(kit, "contract/none", { ForceDeleteWithoutRecovery: true })),
      other: await outcome(remove(kit, "contract/none", {})),
    }),
    expected: { forced: "ok", other: "ResourceNotFoundException" },
  },
  {
    // API_DeleteSecret: "At the end of the recovery window, Secrets Manager deletes the secret permanently."
    title: "after the recovery window the secret is gone and its name is free",
    needs: "clock",
    observe: async (kit) => {
      const name = await kit.secret();
      await remove(kit, name, { RecoveryWindowInDays: 7 });
      kit.advanceClock(7 * DAY_MS - 60_000);
      const before = await outcome(kit.describe(name));
      kit.advanceClock(120_000);
      const create = new CreateSecretCommand({ Name: name, SecretString: "value" });
      return { before, after: await outcome(kit.describe(name)), name: await isRefused(kit.client.send(create)) };
    },
    expected: { before: "ok", after: "ResourceNotFoundException", name: false },
  },
];

function remove(kit: ContractKit, SecretId: string, input: Omit<DeleteSecretCommandInput, "SecretId">) {
  return kit.client.send(new DeleteSecretCommand({ SecretId, ...input }));
}
