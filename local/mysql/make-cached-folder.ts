import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Longer than any making of a folder may take. */
const ABANDONED_AFTER_MS = 3_600_000;

/**
 * Makes a folder of the cache complete or not at all: `make` fills a folder beside it, which is then renamed. Two
 * processes may do it at once; the first one's folder stays. What a killed process left is removed an hour later.
 */
export async function makeCachedFolder(folder: string, make: (unfinished: string) => Promise<void>): Promise<void> {
  await removeAbandoned(folder);
  const unfinished = `${folder}.${randomBytes(6).toString("hex")}`;
  try {
    await make(unfinished);
    await rename(unfinished, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error; // another process was first: its folder is as good
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(dirname(folder)).catch(() => [])) {
    if (!name.startsWith(`${basename(folder)}.`)) continue;
    const leftover = join(dirname(folder), name);
    const changed = await stat(leftover).catch(() => undefined); // its maker may have renamed it just now
    if (changed !== undefined && Date.now() - changed.mtimeMs > ABANDONED_AFTER_MS)
      await rm(leftover, { recursive: true, force: true });
  }
}
