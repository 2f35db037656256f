import {
  CreateSecretCommand,
  DeleteSecretCommand,
  ListSecretsCommand,
  RemoveRegionsFromReplicationCommand,
  ReplicateSecretToRegionsCommand,
  type ReplicationStatusType,
} from "@aws-sdk/client-secrets-manager";
import { type ContractKit, outcome } from "./kit";
import type { Rule } from "./rule";

/** The rules of replicas, as the Region of the primary secret shows them. */
export const REPLICATION_RULES: readonly Rule[] = [
  {
    // API_ReplicateSecretToRegions; CLI reference, replicate-secret-to-regions, example: InProgress, alias/aws/secretsmanager;
    // API_ReplicationStatusType: "InProgress, Failed, or InSync"
    title: "a replica is InProgress in the answer and InSync afterwards, under the managed key when none is named",
    observe: async (kit) => {
      const secret = await kit.secret();
      const before = (await kit.describe(secret)).ReplicationStatus ?? "none";
      const { ReplicationStatus: answered } = await replicate(kit, secret, "eu-west-3");
      const { ReplicationStatus: described, PrimaryRegion } = await kit.describe(secret);
      return { before, answered: answered?.map(short), described: described?.map(short), PrimaryRegion };
    },
    expected: {
      before: "none",
      answered: ["eu-west-3 alias/aws/secretsmanager InProgress"],
      described: ["eu-west-3 alias/aws/secretsmanager InSync"],
      PrimaryRegion: "us-east-1",
    },
  },
  {
    // API_CreateSecret, AddReplicaRegions
    title: "a secret is made with replicas, each under the key that is named for it",
    observe: async (kit) => {
      const Name = kit.newName();
      const AddReplicaRegions = [{ Region: "eu-west-1", KmsKeyId: "alias/mine" }, { Region: "eu-west-2" }];
      await kit.client.send(new CreateSecretCommand({ Name, SecretString: "value", AddReplicaRegions }));
      return (await kit.describe(Name)).ReplicationStatus?.map(short);
    },
    expected: ["eu-west-1 alias/mine InSync", "eu-west-2 alias/aws/secretsmanager InSync"],
  },
  {
    // API_RemoveRegionsFromReplication: "Describes the remaining replication status"
    title: "removing a Region leaves the others, and removing it again changes nothing",
    observe: async (kit) => {
      const secret = await kit.secret();
      await replicate(kit, secret, "eu-west-1", "eu-west-2");
      const remove = async () => {
        const command = { SecretId: secret, RemoveReplicaRegions: ["eu-west-1"] };
        const { ReplicationStatus } = await kit.client.send(new RemoveRegionsFromReplicationCommand(command));
        return ReplicationStatus?.map(({ Region }) => Region);
      };
      return [await remove(), await remove()];
    },
    expected: [["eu-west-2"], ["eu-west-2"]],
  },
  {
    // not documented: the type of the error
    title: "a secret is not replicated to its own Region",
    observe: async (kit) => {
      const secret = await kit.secret();
      const refused = await outcome(replicate(kit, secret, "us-east-1"));
      return { refused, status: (await kit.describe(secret)).ReplicationStatus ?? "none" };
    },
    expected: { refused: "InvalidParameterException", status: "none" },
  },
  {
    // API_DeleteSecret: "You can't delete a primary secret that is replicated to other Regions. You must first delete the
    // replicas"; the type of the error is not documented
    title: "a secret with replicas is deleted only after they are, with or without a recovery window",
    observe: async (kit) => {
      const SecretId = await kit.secret();
      await replicate(kit, SecretId, "eu-west-1");
      const remove = (ForceDeleteWithoutRecovery: boolean) =>
        outcome(kit.client.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery })));
      const refused = [await remove(false), await remove(true)];
      const RemoveReplicaRegions = ["eu-west-1"];
      await kit.client.send(new RemoveRegionsFromReplicationCommand({ SecretId, RemoveReplicaRegions }));
      return { refused, afterwards: await remove(true) };
    },
    expected: { refused: ["InvalidParameterException", "InvalidParameterException"], afterwards: "ok" },
  },
  {
    // API_Filter, primary-region
    title: "replicated secrets are listed by their primary Region",
    observe: async (kit) => {
      const [replicated, other] = [await kit.secret(), await kit.secret()];
      await replicate(kit, replicated, "eu-west-1");
      const Filters = [
        { Key: "primary-region" as const, Values: ["us-east-1"] },
        { Key: "name" as const, Values: [replicated, other] },
      ];
      const { SecretList = [] } = await kit.client.send(new ListSecretsCommand({ Filters }));
      return SecretList.map(({ Name }) => Name === replicated);
    },
    expected: [true],
  },
];

async function replicate(kit: ContractKit, SecretId: string, ...regions: string[]) {
  const AddReplicaRegions = regions.map((Region) => ({ Region }));
  return kit.client.send(new ReplicateSecretToRegionsCommand({ SecretId, AddReplicaRegions }));
}

const short = ({ Region, KmsKeyId, Status }: ReplicationStatusType): string => `${Region} ${KmsKeyId} ${Status}`;
