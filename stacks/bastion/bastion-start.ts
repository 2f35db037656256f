import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { Instance } from "@cdktf/provider-aws/lib/instance";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";
import { type PolicyStatement, policyDocument } from "../shared/policy-document";

/** How a person starts a host that was stopped for the night. */
export interface StartAgain {
  readonly command: string;
  /** What a person's role needs for the command. */
  readonly policyArn: string;
}

/**
 * The command that starts the host, and the policy of those who may run it. A public address that EC2 lends changes with every stop; then the
 * command waits for the host and prints the new one.
 *
 * @param addressChanges whether people reach the host at an address that changes
 */
export function startAgain(stack: EnvironmentStack, instance: Instance, addressChanges: boolean): StartAgain {
  const { environment } = stack;
  const host = `--region ${environment.region} --instance-ids ${instance.id}`;
  const start = `aws ec2 start-instances ${host}`;
  const findAddress =
    `aws ec2 wait instance-running ${host} && ` +
    `aws ec2 describe-instances ${host} --query 'Reservations[0].Instances[0].PublicIpAddress' --output text`;
  const policy = new IamPolicy(stack, "start_policy", {
    name: resourceName(environment, "bastion-start"),
    description: "Lets a person start the jump host, and nothing else.",
    policy: policyDocument([
      { Sid: "StartHost", Effect: "Allow", Action: "ec2:StartInstances", Resource: instance.arn },
      ...(addressChanges ? [FIND_ADDRESS] : []),
    ]),
  });
  return { command: addressChanges ? `${start} && ${findAddress}` : start, policyArn: policy.arn };
}

const FIND_ADDRESS: PolicyStatement = {
  Sid: "FindAddress",
  Effect: "Allow",
  Action: "ec2:DescribeInstances",
  Resource: "*",
  wildcardReason: "the new address is found by listing, and listing knows no narrower resource",
};
