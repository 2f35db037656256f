import { writeFileSync } from "node:fs";
import path from "node:path";
import { startMysql } from "../local/mysql/start";
import { formattedJson } from "./formatted-json";
import { recordCalls } from "./record-calls/scenario";

/** What the tests of the policies are held against. */
const FILE = path.join(__dirname, "..", "tests", "stacks", "iam", "recorded-calls.json");

/** `npm run record-calls`: writes down which calls the function makes. A test makes the same run and compares. */
async function main(): Promise<void> {
  const mysql = await startMysql({ onProgress: (words) => console.warn(words) });
  try {
    const recorded = await recordCalls(mysql);
    writeFileSync(FILE, formattedJson(recorded));
    console.log(`written  ${path.relative("", FILE)}  ${recorded.length} operations`);
  } finally {
    await mysql.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
