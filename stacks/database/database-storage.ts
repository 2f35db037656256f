import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import type { Environment } from "../../environments/schema";

type StorageConfig = Pick<
  DbInstanceConfig,
  "storageType" | "allocatedStorage" | "maxAllocatedStorage" | "iops" | "storageThroughput"
>;

/** What gp3 of 400 GiB and more includes. RDS requires both numbers as soon as one of them is given. */
const GP3_INCLUDED = { iops: 12_000, storageThroughput: 500 } as const;

/** Size, growth and speed of the storage. Speed that is included is not asked for. */
export function databaseStorage({ database }: Environment): StorageConfig {
  const { storageType, storageGib, maxStorageGib, storageIops, storageThroughputMibps } = database;
  const size = { storageType, allocatedStorage: storageGib, maxAllocatedStorage: maxStorageGib };
  if (storageIops === undefined && storageThroughputMibps === undefined) return size;
  if (storageType === "io2") return { ...size, iops: storageIops ?? 0 };
  return {
    ...size,
    iops: storageIops ?? GP3_INCLUDED.iops,
    storageThroughput: storageThroughputMibps ?? GP3_INCLUDED.storageThroughput,
  };
}
