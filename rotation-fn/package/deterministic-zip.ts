import { type Zippable, zipSync } from "fflate";

/** A regular file that everyone may read: Lambda runs the code as another user than the one that unpacked it. */
const REGULAR_FILE_MODE = 0o100644;
const MADE_ON_UNIX = 3;

/**
 * A zip whose bytes depend on names and contents only: entries sorted by name, one date, one mode, one compression level.
 */
export function deterministicZip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  // Zip dates are local times without a zone, and fflate reads them back as such: a date made of local parts is therefore the
  // same everywhere. Noon, because some zones had no midnight on some days.
  const mtime = new Date(1980, 0, 1, 12);
  // The mode is the upper half of a 32-bit number; a shift would make it negative.
  const options = { level: 9, mtime, os: MADE_ON_UNIX, attrs: REGULAR_FILE_MODE * 2 ** 16 } as const;
  const entries: Zippable = {};
  for (const name of Object.keys(files).sort()) entries[name] = [files[name] ?? new Uint8Array(), options];
  return zipSync(entries);
}
