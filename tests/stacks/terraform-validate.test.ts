import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadEnvironments } from "../../environments";
import { TerraformRunner } from "../../local/terraform/run-terraform";
import { inTemporaryFolder, synthesizeTo } from "../support/synthesized-stacks";
import { terraformOrWhyNot } from "../support/terraform-or-why-not";

/** Long enough for a provider of 700 MB on a busy machine; alone it takes three seconds a stack. */
const STEP_TIMEOUT_MS = 120_000;

const found = terraformOrWhyNot();
// Says so instead of passing silently: the stacks were then not checked by the provider on this machine.
if (found.whyNot !== undefined) console.warn(`terraform validate is skipped: ${found.whyNot}`);
const describeWithTerraform = found.whyNot === undefined ? describe : describe.skip;

describeWithTerraform("terraform validate, with the real provider,", () => {
  test(
    "accepts the four stacks of local, and the database of production",
    async () => {
      if (found.whyNot !== undefined) throw new Error(found.whyNot);
      const { local, prod } = loadEnvironments();
      await inTemporaryFolder("terraform validate ", async (folder) => {
        synthesizeTo(folder, [local, prod]);
        const runner = new TerraformRunner(found.terraform, found.mirror);
        try {
          for (const id of ["local-network", "local-database", "local-bastion", "local-app-secret", "prod-database"]) {
            const stack = path.join(folder, "cdktf.out", "stacks", id);
            acceptAnyProvider(stack);
            const init = await runner.run(stack, ["init", "-backend=false", "-no-color"], STEP_TIMEOUT_MS);
            expect([id, init.exitCode === 0 ? "initialized" : init.output]).toEqual([id, "initialized"]);
            const { stdout } = await runner.run(stack, ["validate", "-json"], STEP_TIMEOUT_MS);
            expect([id, JSON.parse(stdout)]).toEqual([id, expect.objectContaining({ valid: true, diagnostics: [] })]);
          }
        } finally {
          runner.dispose();
        }
      });
    },
    6 * STEP_TIMEOUT_MS,
  );
});

/** A mirror seldom has the exact version that real environments ask for; what is validated is everything else. */
function acceptAnyProvider(stack: string): void {
  const file = path.join(stack, "cdk.tf.json");
  writeFileSync(file, readFileSync(file, "utf8").replace(/"version": "~> [\d.]+"/, '"version": ">= 5.100.0"'));
}
