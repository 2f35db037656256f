import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { planEnvironment } from "../review/plan-environment";
import { interruption, reportFailure } from "./interruption";

/** `npm run drift`: plans read-only and reports what differs from the configuration. */
async function main(): Promise<void> {
  const command = new Command("drift")
    .description(
      "Report what was changed outside Terraform: a plan without a lock, as a role that may only read makes it. Run it on the commit that was deployed last.",
    )
    .argument("<environment>", "the environment that is looked at")
    .option("--out <folder>", "where the report is written; without it only the sentence is shown")
    .addHelpText(
      "after",
      "\nExit codes: 0 no drift, 2 drift, 3 drift whose correction destroys or replaces, 1 a failure.\nDocumentation: docs/delivery.md",
    )
    .allowExcessArguments(false)
    .parse();
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
