import { writeFileSync } from "node:fs";
import path from "node:path";
import { architecturePictures } from "./architecture-pictures/write";

/** Part of `npm run docs`: draws the pictures of docs/architecture.md. A test fails when one is out of date. */
for (const { file, svg } of architecturePictures()) {
  writeFileSync(file, svg);
  console.log(`written  ${path.relative("", file)}`);
}
