import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { EnvironmentError, loadEnvironments } from "../environments";
import { environmentSchema } from "../environments/schema";
import { terraformOrWhyNot } from "../local/terraform/terraform-or-why-not";
import { GuardRailError } from "../stacks/guard-rails";
import { readDocstrings } from "./configuration-reference/docstrings";
import { schemaKeys } from "./configuration-reference/schema-keys";
import { synthesizeTo } from "./synthesize-to";
import { combinations } from "./validate/combinations";
import { features } from "./validate/features";
import { validateStacks } from "./validate/validate-stacks";

/** `npm run validate`: the real provider looks at every environment, and at environments with many features at once. */
async function main(): Promise<void> {
  const { count, seed } = new Command("validate")
    .description(
      "Have `terraform validate` and the real AWS provider look at every environment of this project, and at environments with " +
        "features drawn at random from the schema.",
    )
    .addOption(new Option("--count <n>", "how many are drawn").default(32).argParser(wholeNumber))
    .addOption(new Option("--seed <n>", "draws others").default(1).argParser(wholeNumber))
    .allowExcessArguments(false)
    .parse()
    .opts<{ count: number; seed: number }>();
  const found = terraformOrWhyNot();
  if (found.whyNot !== undefined) {
    console.warn(`terraform validate is skipped: ${found.whyNot}`);
    return;
  }
  const keys = schemaKeys(environmentSchema, readDocstrings(path.join(__dirname, "..", "environments")));
  const drawn = combinations(features(keys), { count, seed });
  const environments = [
    ...Object.values(loadEnvironments()),
    ...drawn.combinations.map(({ environment }) => environment),
  ];
  const folder = mkdtempSync(path.join(tmpdir(), "validated-"));
  try {
    const stacks = synthesizeTo(folder, environments);
    const diagnostics = await validateStacks(stacks, path.join(folder, "root"), found);
    for (const { stack, summary, detail, address } of diagnostics) {
      const combination = drawn.combinations.find(({ environment }) => stack.startsWith(`${environment.name}-`));
      const chosen = combination?.features.map(({ name }) => `\n    ${name}`) ?? [];
      console.error(`${stack} ${address ?? ""}: ${summary}\n  ${detail}${chosen.join("")}`);
    }
    console.log(
      `${environments.length} environments (${drawn.combinations.length} of them drawn, seed ${seed}), ` +
        `${drawn.combinations.reduce((sum, each) => sum + each.features.length, 0)} choices, ` +
        `AWS provider ${found.mirror.versions[0]}: ${diagnostics.length} diagnostics`,
    );
    // An example that fits nowhere validates nothing.
    for (const { name } of drawn.unfit)
      console.error(`${name}: fits into no environment; correct it in tools/validate/features.ts`);
    if (diagnostics.length > 0 || drawn.unfit.length > 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Allowed: a whole number.");
  return Number(text);
}

main().catch((error: unknown) => {
  const isExpected = error instanceof EnvironmentError || error instanceof GuardRailError;
  console.error(isExpected ? error.message : error);
  process.exitCode = 1;
});
