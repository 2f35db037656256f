import type { LeakCheck } from "../terminal/leak-check";
import { writeChecked } from "../terminal/write-checked";
import { lifecyclePage } from "./picture/page";
import type { LifecycleResult } from "./record";

/** Writes picture and record. Returns paths relative to the current directory. */
export async function writeLifecycle(
  record: LifecycleResult,
  leakCheck: LeakCheck,
  folder: string,
): Promise<{ readonly page: string; readonly record: string }> {
  const files = { "lifecycle.html": lifecyclePage(record), "lifecycle.json": `${JSON.stringify(record)}\n` };
  const written = await writeChecked(folder, files, leakCheck);
  return { page: written["lifecycle.html"], record: written["lifecycle.json"] };
}
