import { xmlText } from "../../../../../local/aws/gateway/answers/xml";
import { instanceSecurityGroups } from "../../../../../local/aws/gateway/rewrites/instance-security-groups";
import { declareRewrite } from "../../../../contracts/rewrite";

declareRewrite(instanceSecurityGroups, {
  async observe(ask, suffix) {
    const vpc = xmlText(await ask.form("ec2", { Action: "CreateVpc", CidrBlock: "10.0.0.0/16" }), "vpcId") ?? "";
    const subnetXml = await ask.form("ec2", { Action: "CreateSubnet", VpcId: vpc, CidrBlock: "10.0.1.0/24" });
    const groups = [];
    for (const name of ["one", "two"]) {
      const group = {
        Action: "CreateSecurityGroup",
        GroupName: `${name}-${suffix}`,
        GroupDescription: "d",
        VpcId: vpc,
      };
      groups.push(xmlText(await ask.form("ec2", group), "groupId") ?? "");
    }
    const run = await ask.form("ec2", {
      Action: "RunInstances",
      MinCount: "1",
      MaxCount: "1",
      ImageId: "ami-00000000000000000",
      "NetworkInterface.1.DeviceIndex": "0",
      "NetworkInterface.1.AssociatePublicIpAddress": "true",
      "NetworkInterface.1.SubnetId": xmlText(subnetXml, "subnetId") ?? "",
      "NetworkInterface.1.SecurityGroupId.1": groups[0] ?? "",
      "NetworkInterface.1.SecurityGroupId.2": groups[1] ?? "",
    });
    const id = xmlText(run, "instanceId") ?? "";
    const described = await ask.form("ec2", { Action: "DescribeInstances", "InstanceId.1": id });
    const own = described.replace(/<networkInterfaceSet>[\s\S]*?<\/networkInterfaceSet>/g, "");
    return groups.map((group) => own.includes(`<groupId>${group}</groupId>`));
  },
  expected: [true, true],
});
