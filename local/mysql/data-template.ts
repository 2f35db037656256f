import { createHash } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeCachedFolder } from "./make-cached-folder";
import { type MysqldProgram, titleOf } from "./program";
import { runProgram } from "./run-program";
import { initialiseArguments } from "./server-options";
import { systemTablesSql } from "./system-tables";

/** Copies share their blocks with the original where the file system can (APFS, Btrfs, XFS). */
const COPY = { recursive: true, mode: constants.COPYFILE_FICLONE } as const;
const INITIALISE_TIMEOUT_MS = 120_000;

/**
 * Fills `dataDir`, which must not exist yet, with an initialised data directory: a copy of the template from an earlier
 * start, else a new one, which becomes the template. A cache that cannot be written only costs the time of the next start.
 */
export async function fillDataDir(
  program: MysqldProgram,
  dataDir: string,
  cache: string,
  onProgress: (message: string) => void,
): Promise<{ readonly fromTemplate: boolean }> {
  const template = templateFolder(program, cache);
  const unfinished = `${dataDir}.unfinished`; // renamed when it is complete: a start that was cut off leaves no half
  await rm(unfinished, { recursive: true, force: true });
  const fromTemplate = existsSync(template);
  if (fromTemplate) {
    await cp(template, unfinished, COPY);
  } else {
    onProgress(`initialising a data directory of ${titleOf(program)}`);
    await initialise(program, unfinished);
    await makeCachedFolder(template, (copy) => cp(unfinished, copy, COPY)).catch(() => {}); // no room: only slower
  }
  await rename(unfinished, dataDir);
  return { fromTemplate };
}

async function initialise(program: MysqldProgram, dataDir: string): Promise<void> {
  await mkdir(dataDir, { mode: 0o700 });
  const input = program.systemTables === undefined ? {} : { input: systemTablesSql(program.systemTables) };
  await runProgram(program.command, initialiseArguments(program, dataDir), {
    timeoutMs: INITIALISE_TIMEOUT_MS,
    ...input,
  });
  await rm(join(dataDir, "auto.cnf"), { force: true }); // the server's own UUID: each copy makes itself a new one
}

/** Forgets the template, so that the next start initialises a new one: what to do when a copy of it does not start. */
export async function forgetTemplate(program: MysqldProgram, cache: string): Promise<void> {
  await rm(templateFolder(program, cache), { recursive: true, force: true });
}

/** One template for each build of mysqld and each set of options that it was initialised with. */
function templateFolder(program: MysqldProgram, cache: string): string {
  const identity = JSON.stringify([program.command, program.version, initialiseArguments(program, "")]);
  const hash = createHash("sha256").update(identity).digest("hex").slice(0, 12);
  return join(cache, `data-${program.version}-${hash}`);
}
