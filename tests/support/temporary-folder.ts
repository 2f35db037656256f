import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The repository root. */
export const REPOSITORY = path.resolve(__dirname, "..", "..");

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Makes a folder under the system's temporary one, with spaces in its name; it is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "rotating rds mysql "));
  made.push(folder);
  return folder;
}

/** Lets code in the folder import this repository's packages. */
export function linkNodeModules(folder: string): void {
  symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(folder, "node_modules"), "dir");
}
