import { errorsIn } from "../../../ops/terraform/errors-in";
import { cdktfDestroy } from "../../terraform/cdktf-cli";
import { STACKS, type StackName } from "../../terraform/workspace";
import { accountsOf, appSecrets } from "../app-secrets";
import { database, type LifecycleContext } from "../context";
import { leftoverResources } from "../leftover-resources";
import type { Recorder } from "../recorder";
import type { Scenario } from "./scenario";

/** One stack alone, then the rest; and nothing of ours is left anywhere. */
export const destroy: Scenario = {
  name: "destroy",
  title: "Destroy everything",
  isInShort: true,
  async run(context, recorder) {
    const users = appSecrets(context).map(({ choice }) => choice.username);
    await recorder.step("cdktf destroy local-bastion, alone", async () => {
      const others = STACKS.filter((stack) => stack !== "local-bastion");
      const before = others.map((stack) => context.terraform.resources(stack).length);
      await destroyed(context, recorder, "local-bastion");
      const after = others.map((stack) => context.terraform.resources(stack).length);
      recorder.check("the other stacks are as they were", after.join() === before.join(), after.join());
    });
    await context.clients.stop();
    await recorder.step("cdktf destroy local-app-secret", async () => {
      await destroyed(context, recorder, "local-app-secret");
      const accounts = await accountsOf(context, users);
      recorder.check("no user of ours is left in MySQL", accounts.length === 0, accounts.join(", "));
    });
    await recorder.step("cdktf destroy 'local-*', with MySQL gone already", async () => {
      await database(context).stop();
      await destroyed(context, recorder, "local-*");
    });
    await recorder.step("look for what is left", () => nothingLeft(context, recorder));
  },
};

async function destroyed(context: LifecycleContext, recorder: Recorder, stacks: StackName | "local-*"): Promise<void> {
  const run = await cdktfDestroy(context.workspace, [stacks], context.cli);
  recorder.check("cdktf destroy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
  if (stacks === "local-*") return;
  const held = context.terraform.resources(stacks);
  recorder.check(`the state of ${stacks} holds no resource`, held.length === 0, held.join(", "));
}

async function nothingLeft(context: LifecycleContext, recorder: Recorder): Promise<void> {
  for (const stack of STACKS) {
    const held = context.terraform.resources(stack);
    recorder.check(`the state of ${stack} holds no resource`, held.length === 0, held.join(", "));
  }
  const left = await leftoverResources(context);
  recorder.check("the local AWS holds nothing of the environment", left.length === 0, left.join(", "));
  const running = context.gateway.databases().map(({ identifier }) => identifier);
  recorder.check("no database runs", running.length === 0, running.join(", "));
}
