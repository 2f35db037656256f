import { local } from "../../../environments/local";
import { applied, choose, planned } from "../deployment";
import { instanceState, startInstance, stopInstance } from "../manual-ec2-changes";
import type { Scenario } from "./scenario";

const STACK = "local-bastion";

/** What a stopped host is: EC2 has taken its lent address back, and none of that is a requested change. */
export const stoppedBastion: Scenario = {
  name: "stopped-bastion",
  title: "Stop the bastion, change it, start it",
  isInShort: false,
  async run(context, recorder) {
    const id = String(context.terraform.output(STACK, "bastion_instance_id"));
    const state = () => instanceState(context, id);
    await recorder.step("stop the bastion by hand", async () => {
      await stopInstance(context, id);
      const { name, publicIp } = await state();
      recorder.check(
        "it is stopped, and has no public address",
        name === "stopped" && publicIp === undefined,
        publicIp,
      );
    });
    await recorder.step("give it an Elastic IP while it is stopped", async () => {
      await choose(context, {
        overlay: { ...context.choices.overlay, bastion: { ...local.bastion, elasticIp: true } },
      });
      await applied(recorder, context, await planned(recorder, context, STACK, ["+ aws_eip.address"]));
      recorder.check("the host is the same, and still stopped", (await state()).name === "stopped");
    });
    await recorder.step("start it and take the Elastic IP back", async () => {
      await startInstance(context, id);
      await choose(context, {
        overlay: { ...context.choices.overlay, bastion: { ...local.bastion, elasticIp: false } },
      });
      await applied(recorder, context, await planned(recorder, context, STACK, ["- aws_eip.address"]));
      recorder.check("the host is the same, and runs", (await state()).name === "running");
      // The outputs learn the address that EC2 lends to the host now.
      await applied(recorder, context, await planned(recorder, context, STACK, []));
    });
  },
};
