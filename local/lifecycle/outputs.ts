import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { LeakCheck } from "../terminal/leak-check";
import { lifePage } from "./picture/page";
import type { LifeRecord } from "./record";

/** Writes picture and record. Everything is checked by the leak check before anything is written. Returns paths relative to the current directory. */
export async function writeLife(
  record: LifeRecord,
  leakCheck: LeakCheck,
  folder: string,
): Promise<{ readonly page: string; readonly record: string }> {
  const files = { "life.html": lifePage(record), "life.json": `${JSON.stringify(record)}\n` };
  for (const [name, content] of Object.entries(files)) leakCheck.check(name, content);
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  const shown = (name: string) => path.relative(process.cwd(), path.join(folder, name));
  return { page: shown("life.html"), record: shown("life.json") };
}
