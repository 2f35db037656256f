import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { EnvironmentStack } from "../shared/environment-stack";
import { arnOf, resourceName } from "../shared/naming";
import { policyDocument, trustPolicy } from "../shared/policy-document";
import { SESSION_SERVICES } from "../shared/session-services";
import type { BastionHost } from "./bastion-host";

/**
 * The host's permissions: those of Session Manager's agent, and none in the other modes. An empty role is better than no role:
 * the account's default role for instances without one does not apply to this host. Returns the profile's name.
 */
export function bastionProfile(stack: EnvironmentStack, mode: BastionHost["mode"]): string {
  const { environment } = stack;
  const name = resourceName(environment, "bastion");
  const role = new IamRole(stack, "role", {
    name,
    description: "The jump host's.",
    assumeRolePolicy: trustPolicy("ec2.amazonaws.com"),
  });
  if (mode === "ssm") {
    new IamRolePolicy(stack, "session_policy", {
      name: "run-sessions",
      role: role.id,
      policy: policyDocument([
        {
          Sid: "RegisterItself",
          Effect: "Allow",
          Action: SESSION_SERVICES.ssm.actions,
          Resource: arnOf(environment, "ec2", "instance/*"),
          wildcardReason: "the role is made before the instance, and the agent speaks for the instance it runs on",
        },
        {
          Sid: "CarrySessions",
          Effect: "Allow",
          Action: [...SESSION_SERVICES.ssmmessages.actions, ...SESSION_SERVICES.ec2messages.actions],
          Resource: "*",
          wildcardReason: "the channels of Session Manager know no resource",
        },
      ]),
    });
  }
  return new IamInstanceProfile(stack, "profile", { name, role: role.name }).name;
}
