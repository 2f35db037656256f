import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { LeakCheck } from "./leak-check";

/**
 * Writes files into a folder that it makes. All of them pass the leak check before the first is written: where one holds a password,
 * none is kept and this throws `password_in_output`. Returns their paths relative to the current directory, by name.
 */
export async function writeChecked<Name extends string>(
  folder: string,
  files: Readonly<Record<Name, string>>,
  leakCheck: LeakCheck,
): Promise<Readonly<Record<Name, string>>> {
  const entries = Object.entries<string>(files);
  for (const [name, content] of entries) leakCheck.check(name, content);
  await mkdir(folder, { recursive: true });
  for (const [name, content] of entries) await writeFile(path.join(folder, name), content);
  const shown = entries.map(([name]) => [name, path.relative(process.cwd(), path.join(folder, name))]);
  return Object.fromEntries(shown) as Record<Name, string>;
}
