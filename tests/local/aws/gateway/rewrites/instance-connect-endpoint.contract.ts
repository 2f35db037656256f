import { xmlText } from "../../../../../local/aws/gateway/answers/xml";
import {
  createConnectEndpoint,
  deleteConnectEndpoint,
  describeConnectEndpoints,
} from "../../../../../local/aws/gateway/rewrites/instance-connect-endpoint";
import { type Asker, declareRewrite } from "../../../../contracts/rewrite";

const create = (ask: Asker) =>
  ask.form("ec2", {
    Action: "CreateInstanceConnectEndpoint",
    SubnetId: "subnet-1",
    "SecurityGroupId.1": "sg-1",
    PreserveClientIp: "false",
    "TagSpecification.1.ResourceType": "instance-connect-endpoint",
    "TagSpecification.1.Tag.1.Key": "Name",
    "TagSpecification.1.Tag.1.Value": "a & b",
  });
const named = (xml: string) => ({ id: xmlText(xml, "instanceConnectEndpointId") ?? "", state: xmlText(xml, "state") });
const describeOne = (ask: Asker, id: string) =>
  ask.form("ec2", { Action: "DescribeInstanceConnectEndpoints", "InstanceConnectEndpointId.1": id });

const contract = {
  async observe(ask: Asker) {
    const { id, state } = named(await create(ask));
    const other = named(await create(ask));
    const told = await describeOne(ask, id);
    const gone = await ask.form("ec2", { Action: "DeleteInstanceConnectEndpoint", InstanceConnectEndpointId: id });
    const after = await describeOne(ask, id).catch((error: Error) => xmlText(error.message, "Code"));
    const rest = await ask.form("ec2", { Action: "DescribeInstanceConnectEndpoints" });
    return [
      xmlText(told, "instanceConnectEndpointArn") ===
        `arn:aws:ec2:us-east-1:123456789012:instance-connect-endpoint/${id}`,
      [state, named(gone).state, after, named(rest).id === other.id],
      ["subnetId", "preserveClientIp", "key", "value"].map((name) => xmlText(told, name)),
    ];
  },
  expected: [
    true,
    ["create-complete", "delete-complete", "InvalidInstanceConnectEndpointId.NotFound", true],
    ["subnet-1", "false", "Name", "a &amp; b"],
  ],
};

declareRewrite(createConnectEndpoint, contract);
declareRewrite(describeConnectEndpoints, contract);
declareRewrite(deleteConnectEndpoint, contract);
