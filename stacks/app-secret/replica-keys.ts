import { type EncryptionKey, encryptionKey } from "../shared/encryption-key";
import type { EnvironmentStack } from "../shared/environment-stack";
import { regionalProvider } from "../shared/regional-provider";

/** The keys of replicas of app secrets, by region. */
export type ReplicaKeys = ReadonlyMap<string, EncryptionKey>;

/** One key in every region that an app secret is replicated to: a key does not work across regions. */
export function replicaKeys(stack: EnvironmentStack): ReplicaKeys {
  const regions = stack.environment.appSecrets.flatMap(({ replicaRegions }) => replicaRegions);
  return new Map(
    [...new Set(regions)].sort().map((region) => [
      region,
      encryptionKey(stack, `replica_key_${region}`, {
        name: "app-secret-replica",
        use: `copies of app secrets in ${region}`,
        users: [],
        provider: regionalProvider(stack, region),
      }),
    ]),
  );
}
