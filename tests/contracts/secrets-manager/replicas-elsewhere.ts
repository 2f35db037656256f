import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  ReplicateSecretToRegionsCommand,
  RotateSecretCommand,
  StopReplicationToReplicaCommand,
  TagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { type ContractKit, explained, outcome, version } from "./kit";
import type { Rule } from "./rule";

const ELSEWHERE = "eu-west-1";

/** The rules of replicas, as their own Region shows them. */
export const REPLICAS_ELSEWHERE_RULES: readonly Rule[] = [
  {
    // userguide/replicate-secrets.html: "The ARN for a replica secret is the same as the primary secret except for the Region"
    title: "a replica is read in its own Region, by its name and by its own ARN, and names its primary Region",
    observe: async (kit) => {
      const name = await replicated(kit);
      const there = kit.clientIn(ELSEWHERE);
      const { ARN = "" } = await kit.describe(name);
      const byName = await there.send(new GetSecretValueCommand({ SecretId: name }));
      const own = ARN.replace("us-east-1", ELSEWHERE);
      const byArn = await there.send(new GetSecretValueCommand({ SecretId: own }));
      const { PrimaryRegion } = await there.send(new DescribeSecretCommand({ SecretId: name }));
      const Filters = [{ Key: "name" as const, Values: [name] }];
      const { SecretList = [] } = await there.send(new ListSecretsCommand({ Filters }));
      return {
        values: [byName.SecretString, byArn.SecretString],
        isOwnArn: [byName.ARN, byArn.ARN].map((found) => found === own),
        PrimaryRegion,
        listed: SecretList.length,
        primaryArn: await outcome(there.send(new GetSecretValueCommand({ SecretId: ARN }))),
      };
    },
    expected: {
      values: ["value of a", "value of a"],
      isOwnArn: [true, true],
      PrimaryRegion: "us-east-1",
      listed: 1,
      primaryArn: "ResourceNotFoundException",
    },
  },
  {
    // userguide/replicate-secrets.html: a rotation of the primary, and any change of it, is replicated
    title: "a replica has every value and label of its primary",
    observe: async (kit) => {
      const name = await replicated(kit);
      await kit.put(name, "b");
      const there = kit.clientIn(ELSEWHERE);
      const read = async (VersionStage: string) =>
        (await there.send(new GetSecretValueCommand({ SecretId: name, VersionStage }))).SecretString;
      return [await read("AWSCURRENT"), await read("AWSPREVIOUS")];
    },
    expected: ["value of b", "value of a"],
  },
  {
    // words: moto; the API reference names InvalidParameterException and InvalidRequestException without them
    title: "a replica is changed in the Region of its primary only",
    observe: async (kit) => {
      const SecretId = await replicated(kit);
      const there = kit.clientIn(ELSEWHERE);
      const put = new PutSecretValueCommand({ SecretId, SecretString: "other", ClientRequestToken: version("b") });
      const refused = [
        await outcome(there.send(new UpdateSecretCommand({ SecretId, Description: "other" }))),
        await outcome(there.send(new TagResourceCommand({ SecretId, Tags: [{ Key: "a", Value: "b" }] }))),
        await outcome(there.send(new RotateSecretCommand({ SecretId, ClientRequestToken: version("c") }))),
        await outcome(there.send(new DeleteSecretCommand({ SecretId }))),
      ];
      return {
        words: await explained(there.send(put)),
        refused: [...new Set(refused)],
        value: await value(kit, SecretId),
      };
    },
    expected: {
      words:
        "InvalidParameterException: Operation not permitted on a replica secret. Call must be made in primary secret's region.",
      refused: ["InvalidParameterException"],
      value: "value of a",
    },
  },
  {
    // API_StopReplicationToReplica
    title: "a replica is promoted to a secret of its own, which its primary knows no more",
    observe: async (kit) => {
      const SecretId = await replicated(kit);
      const there = kit.clientIn(ELSEWHERE);
      const promotion = await outcome(there.send(new StopReplicationToReplicaCommand({ SecretId })));
      if (promotion !== "ok") return { promotion };
      const put = new PutSecretValueCommand({ SecretId, SecretString: "its own", ClientRequestToken: version("b") });
      await there.send(put);
      const promoted = await there.send(new DescribeSecretCommand({ SecretId }));
      const { ReplicationStatus: status = [] } = await kit.describe(SecretId);
      const own = await there.send(new GetSecretValueCommand({ SecretId }));
      const removed = await outcome(
        there.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true })),
      );
      return {
        promotion,
        isOwnArn: promoted.ARN?.includes(`:${ELSEWHERE}:`),
        primaryRegion: promoted.PrimaryRegion ?? "none",
        rotates: promoted.RotationEnabled ?? "never configured",
        status,
        values: [own.SecretString, await value(kit, SecretId)],
        removed,
      };
    },
    expected: {
      promotion: "ok",
      isOwnArn: true,
      primaryRegion: "none",
      rotates: "never configured",
      status: [],
      values: ["its own", "value of a"],
      removed: "ok",
    },
  },
  {
    // not documented: the type of the error
    title: "only a replica is promoted, in its own Region",
    observe: async (kit) => {
      const SecretId = await replicated(kit);
      const inPrimary = await outcome(kit.client.send(new StopReplicationToReplicaCommand({ SecretId })));
      return { inPrimary, status: (await kit.describe(SecretId)).ReplicationStatus?.length };
    },
    expected: { inPrimary: "InvalidParameterException", status: 1 },
  },
  {
    // API_ReplicateSecretToRegions, ForceOverwriteReplicaSecret; words: moto
    title: "a name that is taken in the other Region makes the replication fail, unless it may be overwritten",
    observe: async (kit) => {
      const name = await kit.secret();
      const there = kit.clientIn(ELSEWHERE);
      await there.send(new CreateSecretCommand({ Name: name, SecretString: "of another" }));
      await replicate(kit, name);
      const failed = (await kit.describe(name)).ReplicationStatus?.map(({ Status }) => Status);
      const before = (await there.send(new GetSecretValueCommand({ SecretId: name }))).SecretString;
      const other = await kit.secret();
      await there.send(new CreateSecretCommand({ Name: other, SecretString: "of another" }));
      await replicate(kit, other, true);
      const overwritten = (await kit.describe(other)).ReplicationStatus?.map(({ Status }) => Status);
      const after = (await there.send(new GetSecretValueCommand({ SecretId: other }))).SecretString;
      return { failed, before, overwritten, after };
    },
    expected: { failed: ["Failed"], before: "of another", overwritten: ["InSync"], after: "value of a" },
  },
];

async function replicated(kit: ContractKit): Promise<string> {
  const name = await kit.secret();
  await replicate(kit, name);
  return name;
}

async function replicate(kit: ContractKit, SecretId: string, ForceOverwriteReplicaSecret = false): Promise<void> {
  const AddReplicaRegions = [{ Region: ELSEWHERE }];
  await kit.client.send(
    new ReplicateSecretToRegionsCommand({ SecretId, AddReplicaRegions, ForceOverwriteReplicaSecret }),
  );
}

async function value(kit: ContractKit, name: string): Promise<string | undefined> {
  return (await kit.get(name)).SecretString;
}
