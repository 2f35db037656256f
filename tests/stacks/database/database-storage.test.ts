import { databaseWith } from "../../support/database-stack";

const storageOf = (choices: Readonly<Record<string, unknown>>) => {
  const instance = databaseWith(choices).resource("aws_db_instance", "instance");
  const keys = ["storage_type", "allocated_storage", "max_allocated_storage", "iops", "storage_throughput"];
  return keys.map((key) => instance[key]);
};

describe("the storage", () => {
  test("is gp3 that grows by itself, with the speed that is included", () => {
    expect(storageOf({})).toEqual(["gp3", 20, 100, undefined, undefined]);
    expect(storageOf({ storageGib: 500, maxStorageGib: 2000 })).toEqual(["gp3", 500, 2000, undefined, undefined]);
  });

  test.each([
    [{ storageIops: 20_000 }, 20_000, 500],
    [{ storageThroughputMibps: 1_000 }, 12_000, 1_000],
    [{ storageIops: 12_000, storageThroughputMibps: 500 }, 12_000, 500],
    [{ storageIops: 64_000, storageThroughputMibps: 4_000 }, 64_000, 4_000],
  ])("has both numbers as soon as %o is asked for", (speed, iops, throughput) => {
    expect(storageOf({ storageGib: 400, maxStorageGib: 1000, ...speed })).toEqual(["gp3", 400, 1000, iops, throughput]);
  });

  test("is io2 where IOPS must be certain", () => {
    const io2 = { storageType: "io2", storageGib: 100, maxStorageGib: 1000, storageIops: 5_000 };
    expect(storageOf(io2)).toEqual(["io2", 100, 1000, 5_000, undefined]);
  });
});
