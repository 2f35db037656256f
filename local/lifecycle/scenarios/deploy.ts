import { errorsIn } from "../../../ops/terraform/errors-in";
import { createWorkTables } from "../../load/work-tables";
import { cdktfDeploy } from "../../terraform/cdktf-cli";
import { STACKS, writeChoices } from "../../terraform/workspace";
import { appSecrets } from "../app-secrets";
import { database, type LifecycleContext } from "../context";
import type { Scenario } from "./scenario";

/** From nothing to an environment whose secrets have been rotated once: the deployment waits for that. */
export const deploy: Scenario = {
  name: "deploy",
  title: "Deploy from nothing",
  isInShort: true,
  async run(context, recorder) {
    await recorder.step("cdktf deploy 'local-*'", async () => {
      writeChoices(context.workspace, context.choices);
      const run = await cdktfDeploy(context.workspace, ["local-*"], context.cli);
      recorder.check("cdktf deploy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
      for (const stack of STACKS) {
        const held = context.terraform.resources(stack).length;
        recorder.check(`${stack} holds ${held} resources`, held > 0, "none");
      }
    });
    await recorder.step("look at what the deployment promised", async () => {
      const rotated = new Map(context.clients.record().rotations.map(({ secret, ok }) => [secret, ok]));
      const secrets = appSecrets(context);
      for (const { fullName } of secrets) {
        recorder.check(`the first rotation of ${fullName} succeeded`, rotated.get(fullName) === true);
      }
      await serveClients(context);
    });
  },
};

/** Has the clients of every deployed secret log in from now on. */
export async function serveClients(context: LifecycleContext): Promise<void> {
  const secrets = appSecrets(context);
  const mysql = database(context);
  await createWorkTables(
    { ...mysql, engine: "mysql", source: "the local AWS" },
    secrets.map(({ choice }) => choice.database),
  );
  context.clients.serve(
    secrets.map(({ arn, choice }) => ({ name: choice.name, arn, writes: choice.privileges.includes("INSERT") })),
    mysql.caPem,
  );
}
