import { local } from "../../../environments/local";
import { applied, choose, planned } from "../deployment";
import { instanceState, startInstance, stopInstance } from "../manual-ec2-changes";
import type { Scene } from "./scenario";

const STACK = "local-bastion";

/** What a stopped host is: EC2 has taken its lent address back, and nothing of that is a change that somebody asked for. */
export const stoppedBastion: Scene = {
  name: "stopped-bastion",
  title: "Stop the bastion, change it, start it",
  isInShort: false,
  async play(world, stage) {
    const id = String(world.terraform.output(STACK, "bastion_instance_id"));
    const state = () => instanceState(world, id);
    await stage.act("stop the bastion by hand", async () => {
      await stopInstance(world, id);
      const { name, publicIp } = await state();
      stage.check("it is stopped, and has no public address", name === "stopped" && publicIp === undefined, publicIp);
    });
    await stage.act("give it an Elastic IP while it is stopped", async () => {
      await choose(world, { overlay: { ...world.choices.overlay, bastion: { ...local.bastion, elasticIp: true } } });
      await applied(stage, world, await planned(stage, world, STACK, ["+ aws_eip.address"]));
      stage.check("the host is the same, and still stopped", (await state()).name === "stopped");
    });
    await stage.act("start it and take the Elastic IP back", async () => {
      await startInstance(world, id);
      await choose(world, { overlay: { ...world.choices.overlay, bastion: { ...local.bastion, elasticIp: false } } });
      await applied(stage, world, await planned(stage, world, STACK, ["- aws_eip.address"]));
      stage.check("the host is the same, and runs", (await state()).name === "running");
      // The outputs learn the address that EC2 lends to the host now.
      await applied(stage, world, await planned(stage, world, STACK, []));
    });
  },
};
