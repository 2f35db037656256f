import { writeFileSync } from "node:fs";
import path from "node:path";
import { PROOF_PAGE, proofPage } from "./proof/page";
import { PROOF_PARTS } from "./proof/parts";
import { resultOf } from "./proof/record-proof";

/** Part of `npm run docs`: writes docs/proof.md from docs/proof/. A test fails when it is out of date. */
writeFileSync(PROOF_PAGE, proofPage(PROOF_PARTS.map((part) => ({ part, result: resultOf(part) }))));
console.log(`written  ${path.relative("", PROOF_PAGE)}`);
