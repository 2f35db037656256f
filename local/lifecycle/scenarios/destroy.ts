import { errorsIn } from "../../../ops/terraform/errors-in";
import { cdktfDestroy } from "../../terraform/cdktf-cli";
import { STACKS, type StackName } from "../../terraform/workspace";
import { accountsOf, appSecrets } from "../app-secrets";
import { database, type World } from "../context";
import { leftInAws } from "../leftover-resources";
import type { Stage } from "../recorder";
import type { Scene } from "./scenario";

/** One stack alone, then the rest; and nothing of ours is left anywhere. */
export const destroy: Scene = {
  name: "destroy",
  title: "Destroy everything",
  isInShort: true,
  async play(world, stage) {
    const users = appSecrets(world).map(({ choice }) => choice.username);
    await stage.act("cdktf destroy local-bastion, alone", async () => {
      const others = STACKS.filter((stack) => stack !== "local-bastion");
      const before = others.map((stack) => world.terraform.resources(stack).length);
      await destroyed(world, stage, "local-bastion");
      const after = others.map((stack) => world.terraform.resources(stack).length);
      stage.check("the other stacks are as they were", after.join() === before.join(), after.join());
    });
    await world.clients.stop();
    await stage.act("cdktf destroy local-app-secret", async () => {
      await destroyed(world, stage, "local-app-secret");
      const accounts = await accountsOf(world, users);
      stage.check("no user of ours is left in MySQL", accounts.length === 0, accounts.join(", "));
    });
    await stage.act("cdktf destroy 'local-*', with MySQL gone already", async () => {
      await database(world).stop();
      await destroyed(world, stage, "local-*");
    });
    await stage.act("look for what is left", () => nothingLeft(world, stage));
  },
};

async function destroyed(world: World, stage: Stage, stacks: StackName | "local-*"): Promise<void> {
  const run = await cdktfDestroy(world.workspace, [stacks], world.cli);
  stage.check("cdktf destroy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
  if (stacks === "local-*") return;
  const held = world.terraform.resources(stacks);
  stage.check(`the state of ${stacks} holds no resource`, held.length === 0, held.join(", "));
}

async function nothingLeft(world: World, stage: Stage): Promise<void> {
  for (const stack of STACKS) {
    const held = world.terraform.resources(stack);
    stage.check(`the state of ${stack} holds no resource`, held.length === 0, held.join(", "));
  }
  const left = await leftInAws(world);
  stage.check("the local AWS holds nothing of the environment", left.length === 0, left.join(", "));
  const running = world.gateway.databases().map(({ identifier }) => identifier);
  stage.check("no database runs", running.length === 0, running.join(", "));
}
