import { xmlText } from "../../../../../local/aws/gateway/answers/xml";
import { emptyAssociation } from "../../../../../local/aws/gateway/rewrites/empty-association";
import { type Asker, declareRewrite } from "../../../../contracts/rewrite";

/** An instance that was begun with or without a public address. */
async function instance(ask: Asker, wanted: "true" | "false"): Promise<string> {
  const vpc = xmlText(await ask.form("ec2", { Action: "CreateVpc", CidrBlock: "10.0.0.0/16" }), "vpcId") ?? "";
  const subnet = await ask.form("ec2", { Action: "CreateSubnet", VpcId: vpc, CidrBlock: "10.0.1.0/24" });
  const run = await ask.form("ec2", {
    Action: "RunInstances",
    MinCount: "1",
    MaxCount: "1",
    ImageId: "ami-00000000000000000",
    "NetworkInterface.1.DeviceIndex": "0",
    "NetworkInterface.1.AssociatePublicIpAddress": wanted,
    "NetworkInterface.1.SubnetId": xmlText(subnet, "subnetId") ?? "",
  });
  return xmlText(run, "instanceId") ?? "";
}

/** How the places of an instance's public address look. */
async function associations(ask: Asker, id: string): Promise<unknown> {
  const xml = await ask.form("ec2", { Action: "DescribeInstances", "InstanceId.1": id });
  return [...xml.matchAll(/<association\s*(\/?)>/g)].map(([, end]) => (end === "/" ? "empty" : "told"));
}

declareRewrite(emptyAssociation, {
  async observe(ask) {
    const isPrivate = await associations(ask, await instance(ask, "false"));
    const id = await instance(ask, "true");
    const running = await associations(ask, id);
    await ask.form("ec2", { Action: "StopInstances", "InstanceId.1": id });
    const stopped = await associations(ask, id);
    await ask.form("ec2", { Action: "StartInstances", "InstanceId.1": id });
    return { isPrivate, running, stopped, startedAgain: await associations(ask, id) };
  },
  // EC2 takes a lent address back from an instance that is stopped, and lends another one to it at its start:
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html#concepts-public-addresses
  expected: { isPrivate: [], running: ["told", "told"], stopped: [], startedAgain: ["told", "told"] },
});
