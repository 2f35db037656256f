import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { LeakCheck } from "../terminal/leak-check";
import type { PicturePaths } from "./document";
import { timelinePage } from "./picture/page";
import { timelineSvg } from "./picture/timeline";
import type { RehearsalRecord } from "./record";

/**
 * Draws the picture and writes it beside the record itself (`record.json`), from which it can be drawn again. Everything is
 * checked by the leak check before anything is written. Returns paths relative to the current directory.
 */
export async function writeOutputs(
  record: RehearsalRecord,
  leakCheck: LeakCheck,
  folder: string,
): Promise<PicturePaths> {
  const files = {
    "timeline.svg": timelineSvg(record),
    "timeline.html": timelinePage(record),
    "record.json": `${JSON.stringify(record)}\n`,
  };
  for (const [name, content] of Object.entries(files)) leakCheck.check(name, content);
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  const shown = (name: string) => path.relative(process.cwd(), path.join(folder, name));
  return { svg: shown("timeline.svg"), page: shown("timeline.html") };
}
