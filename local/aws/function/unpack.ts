import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, normalize, sep } from "node:path";
import { unzipSync } from "fflate";
import { FunctionLoadError } from "./outcome";

/** Unpacks a function's zip into a new temporary folder, which the caller removes. */
export function unpackFunction(zipFile: string): string {
  const entries = readZip(zipFile);
  const folder = mkdtempSync(join(tmpdir(), "function-"));
  try {
    for (const [name, content] of Object.entries(entries)) {
      if (name.endsWith("/")) continue; // a folder: it is made with the files in it
      const file = join(folder, insideOnly(name, zipFile));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function readZip(zipFile: string): Record<string, Uint8Array> {
  try {
    return unzipSync(readFileSync(zipFile));
  } catch (error) {
    throw invalid(`the function's zip ${zipFile} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function insideOnly(name: string, zipFile: string): string {
  const path = normalize(name);
  if (isAbsolute(path) || path === ".." || path.startsWith(`..${sep}`)) {
    throw invalid(`the function's zip ${zipFile} holds "${name}", which lies outside of the function's folder`);
  }
  return path;
}

const invalid = (problem: string): FunctionLoadError =>
  new FunctionLoadError({
    errorType: "InvalidParameterValueException",
    errorMessage: `${problem}; what to do: package the function again (npm run package)`,
    trace: [],
  });
