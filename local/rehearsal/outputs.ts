import type { LeakCheck } from "../terminal/leak-check";
import { writeChecked } from "../terminal/write-checked";
import type { PicturePaths } from "./document";
import { timelinePage } from "./picture/page";
import { timelineSvg } from "./picture/timeline";
import type { RehearsalRecord } from "./record";

/** Draws the picture and writes it beside the record itself (`record.json`), from which it can be drawn again. */
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
  const written = await writeChecked(folder, files, leakCheck);
  return { svg: written["timeline.svg"], page: written["timeline.html"] };
}
