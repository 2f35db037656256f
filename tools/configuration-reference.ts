import { writeFileSync } from "node:fs";
import path from "node:path";
import { configurationPage, PAGE_FILE } from "./configuration-reference/write";

/** `npm run docs`: writes docs/configuration.md from the schema of environment files. A test fails when it is out of date. */
writeFileSync(PAGE_FILE, configurationPage());
console.log(`written  ${path.relative("", PAGE_FILE)}`);
