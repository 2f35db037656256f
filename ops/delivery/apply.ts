import path from "node:path";
import { Command } from "commander";
import { applyPlans } from "./apply-plans";
import { interruption, reportFailure } from "./interruption";

/** `npm run apply`: applies the plans that `npm run review` kept. */
async function main(): Promise<void> {
  const command = new Command("apply")
    .description("Apply exactly the plans that `npm run review -- <environment>` kept, or say why not.")
    .argument("<environment>", "the environment whose plans are applied")
    .option("--from <folder>", "where the review was written", "review")
    .addHelpText(
      "after",
      "\nExit codes: 0 applied, 2 applied and some stacks must be reviewed again, 1 a failure.\nDocumentation: docs/delivery.md",
    )
    .allowExcessArguments(false)
    .parse();
  const [environment = ""] = command.args;
  const { applied, reviewAgain } = await applyPlans({
    project: path.resolve(__dirname, "..", ".."),
    environment,
    reviewFolder: path.resolve(command.opts<{ from: string }>().from),
    signal: interruption(),
    onProgress: (line) => console.log(line),
    onLine: (line) => console.log(`  ${line}`),
  });
  console.log(applied.length === 0 ? "there was nothing to apply" : `applied: ${applied.join(", ")}`);
  if (reviewAgain.length === 0) return;
  console.log(
    `to be reviewed again, because what they read has changed: ${reviewAgain.join(", ")}; what to do: npm run review -- ${environment}`,
  );
  process.exitCode = 2;
}

main().catch(reportFailure);
