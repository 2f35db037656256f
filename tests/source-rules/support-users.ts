import type { SourceFile } from "./import-arrows";
import { importedFiles } from "./import-circles";

/** Programs (`.cjs`) are started by path. */
const SUPPORT = /^tests\/support\/.*(?<!\.test)\.ts$/;

/**
 * The files of tests/support that belong to one test, which should have them beside it. A part of another file of tests/support may
 * stay there. `configuration` is what else names files: jest's.
 */
export function supportOfOneTest(sources: readonly SourceFile[], configuration = ""): string[] {
  const users = new Map<string, string[]>();
  for (const { file, source } of sources) {
    for (const used of importedFiles(file, source, sources)) users.set(used, [...(users.get(used) ?? []), file]);
  }
  return sources
    .map(({ file }) => file)
    .filter((file) => SUPPORT.test(file) && !configuration.includes(file))
    .filter((file) => {
      const [user, ...others] = new Set(users.get(file));
      return user === undefined || (others.length === 0 && !SUPPORT.test(user));
    });
}
