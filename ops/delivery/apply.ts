import path from "node:path";
import { applyPlans } from "./apply-plans";
import { interruption, reportFailure } from "./interruption";
import { applyProgram } from "./programs";

/** `npm run apply`: applies the plans that `npm run review` kept. */
async function main(): Promise<void> {
  const command = applyProgram().parse();
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
