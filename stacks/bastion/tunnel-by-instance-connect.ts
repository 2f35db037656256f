import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";
import { policyDocument } from "../shared/policy-document";
import { TUNNEL_USER } from "../shared/tunnel-programs";

/**
 * For a person's role: put a key of one's own on that host for a minute, and open a connection to its port 22 through that endpoint.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/permissions-for-ec2-instance-connect-endpoint.html
 */
export function instanceConnectPolicy(stack: EnvironmentStack, instanceArn: string, endpointArn: string): string {
  const policy = new IamPolicy(stack, "tunnel_policy", {
    name: resourceName(stack.environment, "tunnel"),
    description: "Lets a person open the tunnel to the database, and nothing else.",
    policy: policyDocument([
      {
        Sid: "OpenTunnel",
        Effect: "Allow",
        Action: "ec2-instance-connect:OpenTunnel",
        Resource: endpointArn,
        Condition: { NumericEquals: { "ec2-instance-connect:remotePort": "22" } },
      },
      {
        Sid: "PutKeyOnHost",
        Effect: "Allow",
        Action: "ec2-instance-connect:SendSSHPublicKey",
        Resource: instanceArn,
        Condition: { StringEquals: { "ec2:osuser": TUNNEL_USER } },
      },
      {
        Sid: "FindHost",
        Effect: "Allow",
        Action: ["ec2:DescribeInstanceConnectEndpoints", "ec2:DescribeInstances"],
        Resource: "*",
        wildcardReason: "the AWS CLI looks host and endpoint up by listing, and listing knows no narrower resource",
      },
    ]),
  });
  return policy.arn;
}
