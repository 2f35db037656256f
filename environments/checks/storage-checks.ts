import type { z } from "zod";
import { rule } from "../values/rules";

/**
 * The storage that RDS for MySQL and MariaDB offers. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
 *
 * gp3 below 400 GiB has 3,000 IOPS and 125 MiB/s, and no other values; from 400 GiB on, 12,000 and 500 are included.
 */
export const STORAGE_LIMITS = {
  gp3: { fromGib: 400, iops: [12_000, 64_000], mibps: [500, 4_000], iopsForOneMibps: 4 },
  io2: { fromGib: 100, iops: [1_000, 256_000], minIopsPerGib: 0.5, maxIopsPerGib: 1_000 },
} as const;

/** Storage must be able to grow by this much, or RDS refuses to let it. */
const MIN_GROWTH = 1.1;

/** The keys of the storage that the rules compare. */
export interface CheckedStorage {
  readonly storageType: "gp3" | "io2";
  readonly storageGib: number;
  readonly maxStorageGib: number;
  readonly storageIops?: number | undefined;
  readonly storageThroughputMibps?: number | undefined;
}

type Report = (key: keyof CheckedStorage, allowed: string, remedy: string) => void;

/** The rules between size, type and speed of the storage. */
export function checkStorage(storage: CheckedStorage, context: z.RefinementCtx): void {
  const report: Report = (key, allowed, remedy) =>
    context.addIssue({ code: "custom", path: [key], message: rule(allowed, remedy) });
  if (storage.maxStorageGib < storage.storageGib * MIN_GROWTH) {
    report(
      "maxStorageGib",
      `at least 10 % more than storageGib (${storage.storageGib})`,
      "raise it or lower storageGib",
    );
  }
  if (storage.storageType === "gp3") checkGp3(storage, report);
  else checkIo2(storage, report);
}

function checkGp3(storage: CheckedStorage, report: Report): void {
  const { fromGib, iops, mibps, iopsForOneMibps } = STORAGE_LIMITS.gp3;
  const { storageGib, storageIops, storageThroughputMibps: throughput } = storage;
  if (storageGib < fromGib) {
    for (const key of ["storageIops", "storageThroughputMibps"] as const) {
      if (storage[key] === undefined) continue;
      report(key, `nothing with gp3 below ${fromGib} GiB`, `leave it out, or make storageGib at least ${fromGib}`);
    }
    return;
  }
  checkBounds("storageIops", storageIops, iops, report);
  checkBounds("storageThroughputMibps", throughput, mibps, report);
  const granted = storageIops ?? iops[0];
  if (throughput === undefined || throughput * iopsForOneMibps <= granted) return;
  report(
    "storageThroughputMibps",
    `at most a quarter of the IOPS, ${Math.floor(granted / iopsForOneMibps)} with ${granted}`,
    "lower it or raise storageIops",
  );
}

function checkIo2(storage: CheckedStorage, report: Report): void {
  const { fromGib, iops, minIopsPerGib, maxIopsPerGib } = STORAGE_LIMITS.io2;
  const { storageGib, maxStorageGib, storageIops, storageThroughputMibps } = storage;
  if (storageGib < fromGib) report("storageGib", `at least ${fromGib} with io2`, "raise it, or choose gp3");
  if (storageThroughputMibps !== undefined) {
    report("storageThroughputMibps", "nothing with io2, whose throughput follows from its IOPS", "leave it out");
  }
  const min = Math.max(iops[0], Math.ceil(maxStorageGib * minIopsPerGib));
  const max = Math.min(iops[1], storageGib * maxIopsPerGib);
  if (storageIops !== undefined && storageIops >= min && storageIops <= max) return;
  report(
    "storageIops",
    `${min} to ${max} with io2 of ${storageGib} GiB that may grow to ${maxStorageGib} GiB`,
    "write a number within these bounds, or change the sizes",
  );
}

function checkBounds(
  key: "storageIops" | "storageThroughputMibps",
  found: number | undefined,
  [min, max]: readonly [number, number],
  report: Report,
): void {
  if (found === undefined || (found >= min && found <= max)) return;
  report(key, `${min} to ${max} with gp3`, `choose a number within these bounds; without the key it is ${min}`);
}
