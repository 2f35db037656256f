import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { planEnvironment } from "../review/plan-environment";
import { interruption, reportFailure } from "./interruption";
import { driftProgram } from "./programs";

/** `npm run drift`: plans read-only and reports what differs from the configuration. */
async function main(): Promise<void> {
  const command = driftProgram().parse();
  const [environment = ""] = command.args;
  const { out } = command.opts<{ out?: string }>();
  const folder = out === undefined ? mkdtempSync(path.join(tmpdir(), "drift-")) : path.resolve(out);
  try {
    const { summary } = await planEnvironment({
      project: path.resolve(__dirname, "..", ".."),
      environment,
      outFolder: folder,
      isReadOnly: true,
      signal: interruption(),
    });
    console.log(summary.sentence);
    for (const { id, drifted } of summary.stacks) for (const address of drifted) console.log(`  ${id}: ${address}`);
    if (out !== undefined) console.log(path.relative("", path.join(folder, environment, "report.md")));
    process.exitCode = summary.exitCode;
  } finally {
    if (out === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

main().catch(reportFailure);
