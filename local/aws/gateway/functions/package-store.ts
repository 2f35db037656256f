import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The zips of the functions, in a folder that survives a restart. moto stores everything else about a function. */
export interface PackageStore {
  /** Stores the zip of a function, and replaces an earlier one. */
  put(functionName: string, zip: Buffer): void;
  /** The path of a function's zip; undefined when there is none. */
  fileOf(functionName: string): string | undefined;
  remove(functionName: string): void;
}

export function createPackageStore(folder: string): PackageStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // By a digest: a function's name is not a safe file name everywhere.
  const fileOf = (functionName: string): string =>
    join(folder, `${createHash("sha256").update(functionName).digest("hex").slice(0, 32)}.zip`);
  return {
    put: (functionName, zip) => writeFileSync(fileOf(functionName), zip, { mode: 0o600 }),
    fileOf: (functionName) => {
      const file = fileOf(functionName);
      return existsSync(file) ? file : undefined;
    },
    remove: (functionName) => rmSync(fileOf(functionName), { force: true }),
  };
}
