import { xmlText } from "../../../../local/gateway/answers/xml";
import { emptyAssociation } from "../../../../local/gateway/rewrites/empty-association";
import { type Asker, declareRewrite } from "../../../support/rewrite-contract";

/** How the places of an instance's public address look, once it was begun with or without one. */
async function associations(ask: Asker, wanted: "true" | "false"): Promise<unknown> {
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
  const id = xmlText(run, "instanceId") ?? "";
  const xml = await ask.form("ec2", { Action: "DescribeInstances", "InstanceId.1": id });
  return [...xml.matchAll(/<association\s*(\/?)>/g)].map(([, end]) => (end === "/" ? "empty" : "told"));
}

declareRewrite(emptyAssociation, {
  observe: async (ask) => [await associations(ask, "false"), await associations(ask, "true")],
  expected: [[], ["told", "told"]],
});
