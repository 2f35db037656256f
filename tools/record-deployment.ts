import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { callsByCaller } from "../local/aws/gateway/calls-by-caller";
import { formattedJson } from "./formatted-json";
import { deployAndDestroy } from "./record-deployment/deploy-and-destroy";

/** What the tests of the rights to deploy are held against. */
const FILE = path.join(__dirname, "..", "tests", "stacks", "iam", "deployment-calls.json");

/** `npm run record-deployment`: writes down which actions of AWS each stack's deployment and destruction, and the function meanwhile, called. */
async function main(): Promise<void> {
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort(new Error("stopped by SIGINT; nothing was written")));
  const folder = mkdtempSync(path.join(tmpdir(), "record-deployment-"));
  try {
    const { applied, destroyed } = await deployAndDestroy(folder, (words) => console.warn(words), interrupted.signal);
    const recorded = { apply: callsByCaller(applied), destroy: callsByCaller(destroyed) };
    writeFileSync(FILE, formattedJson(recorded));
    console.log(`written  ${path.relative("", FILE)}  ${applied.length + destroyed.length} calls`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
