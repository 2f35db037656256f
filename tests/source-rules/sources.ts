import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "../support/temporary-folder";
import type { SourceFile } from "./import-arrows";

const NOT_OURS = new Set(["node_modules", "dist", "cdktf.out", "coverage", "rehearsal", "review"]);

/** Every source of the repository; folders that begin with a dot, built things and configuration in the root are left out. */
export function allSources(folder = ""): SourceFile[] {
  return readdirSync(path.join(REPOSITORY, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith(".") || NOT_OURS.has(file) ? [] : allSources(file);
    if (!/\.(ts|cjs)$/.test(entry.name) || /^jest\.(slow\.)?config\.cjs$/.test(file)) return [];
    return [{ file, source: readFileSync(path.join(REPOSITORY, file), "utf8") }];
  });
}
