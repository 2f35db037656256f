import { cdktfDestroy } from "../../deployment/cdktf-cli";
import { errorsIn } from "../../deployment/stack-terraform";
import { STACKS } from "../../deployment/workspace";
import { accountsOf, appSecrets } from "../app-secrets";
import { leftInAws } from "../left-in-aws";
import type { Scene } from "./scene";

const TIMEOUT_MS = 420_000;

/** Everything goes, and nothing of ours is left anywhere. */
export const destroy: Scene = {
  name: "destroy",
  title: "Destroy everything",
  isInShort: true,
  async play(world, stage) {
    const users = appSecrets(world).map(({ choice }) => choice.username);
    await world.clients.without("the environment is being destroyed", undefined, async () => {
      await stage.act("cdktf destroy local-app-secret", async () => {
        const run = await cdktfDestroy(world.workspace, ["local-app-secret"], { ...world.cli, timeoutMs: TIMEOUT_MS });
        stage.check("cdktf destroy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
        const accounts = await accountsOf(world, users);
        stage.check("no user of ours is left in MySQL", accounts.length === 0, accounts.join(", "));
      });
      await stage.act("cdktf destroy 'local-*'", async () => {
        const run = await cdktfDestroy(world.workspace, ["local-*"], { ...world.cli, timeoutMs: TIMEOUT_MS });
        stage.check("cdktf destroy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
      });
    });
    await stage.act("look for what is left", async () => {
      for (const stack of STACKS) {
        const held = world.terraform.resources(stack);
        stage.check(`the state of ${stack} holds no resource`, held.length === 0, held.join(", "));
      }
      const left = await leftInAws(world);
      stage.check("the local AWS holds nothing of the environment", left.length === 0, left.join(", "));
      const running = world.gateway.databases().map(({ identifier }) => identifier);
      stage.check("no database runs", running.length === 0, running.join(", "));
    });
  },
};
