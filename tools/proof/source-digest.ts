import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

const DIGEST_CHARACTERS = 12;

/** The beginning of a SHA-256 over names and contents of all TypeScript files below the given folders and files of `root`. */
export function sourceDigest(root: string, sources: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((source) => filesBelow(root, source)).sort()) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, DIGEST_CHARACTERS);
}

function filesBelow(root: string, source: string): string[] {
  if (!statSync(path.join(root, source)).isDirectory()) return [source];
  return readdirSync(path.join(root, source), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|cjs)$/.test(name))
    .map((name) => path.posix.join(source, name.replaceAll(path.sep, "/")));
}
