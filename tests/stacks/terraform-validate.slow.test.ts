import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadEnvironments } from "../../environments";
import { terraformOrWhyNot } from "../../local/terraform/terraform-or-why-not";
import { validateStacks } from "../../tools/validate/validate-stacks";
import { inTemporaryFolder, synthesizeTo } from "../support/synthesized-stacks";
import { describeWithTerraform } from "../support/terraform";

/** Long enough for a provider of 700 MB on a busy machine; alone it takes six seconds. */
const TIMEOUT_MS = 300_000;

const found = terraformOrWhyNot();

describeWithTerraform("terraform validate, with the real provider,", () => {
  test(
    "accepts all 16 stacks, and would refuse an argument that no provider knows",
    async () => {
      if (found.whyNot !== undefined) throw new Error(found.whyNot);
      await inTemporaryFolder("terraform validate ", async (folder) => {
        const synthesized = synthesizeTo(folder, Object.values(loadEnvironments()));
        expect(synthesized.size).toBe(16);
        const stacks = path.join(folder, "cdktf.out", "stacks");
        spoil(path.join(stacks, "dev-database", "cdk.tf.json"));
        const diagnostics = await validateStacks(stacks, path.join(folder, "root"), found);
        expect(diagnostics).toEqual([
          {
            stack: "dev-database",
            summary: "Extraneous JSON object property",
            detail: expect.stringMatching(/"no_such_argument"/),
            address: undefined,
          },
        ]);
      });
    },
    TIMEOUT_MS,
  );
});

function spoil(file: string): void {
  const json = JSON.parse(readFileSync(file, "utf8"));
  json.resource.aws_db_instance.instance.no_such_argument = true;
  writeFileSync(file, JSON.stringify(json));
}
