import { xmlText } from "../../../../../local/aws/gateway/answers/xml";
import { describeMonitoring, monitorInstances } from "../../../../../local/aws/gateway/rewrites/instance-monitoring";
import { type Asker, declareRewrite } from "../../../../contracts/rewrite";

async function newInstance(ask: Asker): Promise<string> {
  const run = { Action: "RunInstances", MinCount: "1", MaxCount: "1", ImageId: "ami-00000000000000000" };
  return xmlText(await ask.form("ec2", run), "instanceId") ?? "";
}

const monitoring = async (ask: Asker, id: string): Promise<string | undefined> => {
  const xml = await ask.form("ec2", { Action: "DescribeInstances", "InstanceId.1": id });
  return /<monitoring><state>(\w+)</.exec(xml)?.[1];
};

declareRewrite(monitorInstances, {
  async observe(ask) {
    const id = await newInstance(ask);
    const on = await ask.form("ec2", { Action: "MonitorInstances", "InstanceId.1": id });
    const off = await ask.form("ec2", { Action: "UnmonitorInstances", "InstanceId.1": id });
    return [on, off].map((xml) => [xmlText(xml, "instanceId") === id, xmlText(xml, "state")]);
  },
  expected: [
    [true, "enabled"],
    [true, "disabled"],
  ],
});

declareRewrite(describeMonitoring, {
  async observe(ask) {
    const [id, other] = [await newInstance(ask), await newInstance(ask)];
    const before = await monitoring(ask, id);
    await ask.form("ec2", { Action: "MonitorInstances", "InstanceId.1": id });
    return [before, await monitoring(ask, id), await monitoring(ask, other)];
  },
  expected: ["disabled", "enabled", "disabled"],
});
