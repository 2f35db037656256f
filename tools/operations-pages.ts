import { writeFileSync } from "node:fs";
import path from "node:path";
import { OPERATIONS_PAGE, RUNBOOK_PAGE } from "./operations-pages/write";

/** Part of `npm run docs`: writes what the commands and the error codes say of themselves into docs/. A test fails when it is out of date. */
for (const page of [OPERATIONS_PAGE, RUNBOOK_PAGE]) {
  writeFileSync(page.file, page.text());
  console.log(`written  ${path.relative("", page.file)}`);
}
