import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import {
  type FunctionProcess,
  type FunctionProcessOptions,
  startFunctionProcess,
} from "../../../../local/aws/function/start";

const folders: string[] = [];
const running: FunctionProcess[] = [];

/** Writes a zip, in a folder with a space in its name, that holds these files. */
export function writeZip(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "function zips "));
  folders.push(folder);
  const zipFile = join(folder, "the function.zip");
  writeFileSync(
    zipFile,
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))),
  );
  return zipFile;
}

/** Starts a function from the source of its `index.js`. */
export async function startFunction(
  indexJs: string,
  options: Partial<FunctionProcessOptions> = {},
): Promise<FunctionProcess> {
  const zipFile = writeZip({ "index.js": indexJs });
  const started = await startFunctionProcess({ zipFile, environment: {}, timeoutMs: 10_000, ...options });
  running.push(started);
  return started;
}

/** Stops every function and removes every zip of this file's tests. */
export async function cleanUp(): Promise<void> {
  await Promise.all(running.splice(0).map((started) => started.stop()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
