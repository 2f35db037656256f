import { writeFileSync } from "node:fs";
import path from "node:path";
import { startMysql } from "../local/mysql/start";
import { recordCalls } from "./record-calls/scenario";

/** What the tests of the policies are held against. */
const FILE = path.join(__dirname, "..", "tests", "stacks", "iam", "recorded-calls.json");

const LINE_WIDTH = 120;

/** `npm run record-calls`: writes down which calls the function makes. A test makes the same run and compares. */
async function main(): Promise<void> {
  const mysql = await startMysql({ onProgress: (words) => console.warn(words) });
  try {
    const recorded = await recordCalls(mysql);
    writeFileSync(FILE, `${asFormatted(recorded)}\n`);
    console.log(`written  ${path.relative("", FILE)}  ${recorded.length} operations`);
  } finally {
    await mysql.stop();
  }
}

/** As the project's formatter writes JSON: a list on one line where it fits. */
function asFormatted(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(
    /^( +"\w+": )\[\n([^[\]]+)\n +\]/gm,
    (whole, key, items: string) => {
      const line = `${key}[${items
        .split("\n")
        .map((item) => item.trim())
        .join(" ")}]`;
      return line.length <= LINE_WIDTH ? line : whole;
    },
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
