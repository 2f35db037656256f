import type { LeakCheck } from "../terminal/leak-check";
import { writeChecked } from "../terminal/write-checked";
import { lifePage } from "./picture/page";
import type { LifeRecord } from "./record";

/** Writes picture and record. Returns paths relative to the current directory. */
export async function writeLife(
  record: LifeRecord,
  leakCheck: LeakCheck,
  folder: string,
): Promise<{ readonly page: string; readonly record: string }> {
  const files = { "life.html": lifePage(record), "life.json": `${JSON.stringify(record)}\n` };
  const written = await writeChecked(folder, files, leakCheck);
  return { page: written["life.html"], record: written["life.json"] };
}
