import type { LifeRecord } from "./record";

export function lifePage(record: LifeRecord): string {
  return `<pre>${JSON.stringify(record, undefined, 2)}</pre>`;
}
