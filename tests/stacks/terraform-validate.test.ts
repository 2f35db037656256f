import { loadEnvironments } from "../../environments";
import { inTemporaryFolder, synthesizeTo } from "../support/synthesized-stacks";
import { describeWithTerraform, terraformVerdicts, VERDICT_TIMEOUT_MS } from "../support/terraform-verdict";

const STACKS = ["local-network", "local-database", "local-bastion", "local-app-secret", "prod-database"];

describeWithTerraform("terraform validate, with the real provider,", () => {
  test(
    "accepts the four stacks of local, and the database of production",
    async () => {
      const { local, prod } = loadEnvironments();
      await inTemporaryFolder("terraform validate ", async (folder) => {
        synthesizeTo(folder, [local, prod]);
        expect(await terraformVerdicts(folder, STACKS)).toEqual(STACKS.map((stack) => ({ stack, problems: [] })));
      });
    },
    6 * VERDICT_TIMEOUT_MS,
  );
});
