import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { transformSync } from "esbuild";

const DIGEST_CHARACTERS = 12;
const PROGRAM = /\.(ts|cjs)$/;

/**
 * The beginning of a SHA-256 over names and code of all TypeScript files below the given folders and files of `root`. Comments, types and white
 * space do not count: what was measured stays measured when a docstring is corrected.
 */
export function sourceDigest(root: string, sources: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((source) => filesBelow(root, source)).sort()) {
    const content = readFileSync(path.join(root, file), "utf8");
    const code = PROGRAM.test(file) ? codeOf(content) : content;
    hash.update(`${file}\0${code.length}\0`).update(code);
  }
  return hash.digest("hex").slice(0, DIGEST_CHARACTERS);
}

function codeOf(source: string): string {
  return transformSync(source, { loader: "ts", minifyWhitespace: true, legalComments: "none" }).code;
}

function filesBelow(root: string, source: string): string[] {
  if (!statSync(path.join(root, source)).isDirectory()) return [source];
  return readdirSync(path.join(root, source), { recursive: true, encoding: "utf8" })
    .filter((name) => PROGRAM.test(name))
    .map((name) => path.posix.join(source, name.replaceAll(path.sep, "/")));
}
