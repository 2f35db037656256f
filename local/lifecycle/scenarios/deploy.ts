import { errorsIn } from "../../../ops/terraform/errors-in";
import { createWorkTables } from "../../load/work-tables";
import { cdktfDeploy } from "../../terraform/cdktf-cli";
import { STACKS, writeChoices } from "../../terraform/workspace";
import { appSecrets } from "../app-secrets";
import { database, type World } from "../context";
import type { Scene } from "./scenario";

/** From nothing to an environment whose secrets have been rotated once: the deployment waits for that. */
export const deploy: Scene = {
  name: "deploy",
  title: "Deploy from nothing",
  isInShort: true,
  async play(world, stage) {
    await stage.act("cdktf deploy 'local-*'", async () => {
      writeChoices(world.workspace, world.choices);
      const run = await cdktfDeploy(world.workspace, ["local-*"], world.cli);
      stage.check("cdktf deploy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
      for (const stack of STACKS) {
        const held = world.terraform.resources(stack).length;
        stage.check(`${stack} holds ${held} resources`, held > 0, "none");
      }
    });
    await stage.act("look at what the deployment promised", async () => {
      const rotated = new Map(world.clients.record().rotations.map(({ secret, ok }) => [secret, ok]));
      const secrets = appSecrets(world);
      for (const { fullName } of secrets) {
        stage.check(`the first rotation of ${fullName} succeeded`, rotated.get(fullName) === true);
      }
      await serveClients(world);
    });
  },
};

/** Has the clients of every deployed secret log in from now on. */
export async function serveClients(world: World): Promise<void> {
  const secrets = appSecrets(world);
  const mysql = database(world);
  await createWorkTables(
    { ...mysql, engine: "mysql", source: "the local AWS" },
    secrets.map(({ choice }) => choice.database),
  );
  world.clients.serve(
    secrets.map(({ arn, choice }) => ({ name: choice.name, arn, writes: choice.privileges.includes("INSERT") })),
    mysql.caPem,
  );
}
