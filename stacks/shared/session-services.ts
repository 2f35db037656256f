/** What may pass an endpoint, and at what. */
export interface Passage {
  readonly actions: readonly string[];
  /** Behind the account in an ARN of the service; `undefined` where the service's actions know no resource. */
  readonly resource: string | undefined;
  /** Actions that know no resource, where `actions` do. */
  readonly withoutResource?: readonly string[];
}

/**
 * The services that Session Manager's agent on the bastion talks to, and what it needs of them: the rights of AWS's own
 * AWSCloud9SSMInstanceProfile, and those of the older channel, which agents before 3.3.40 use.
 */
export const SESSION_SERVICES = {
  ssm: { actions: ["ssm:UpdateInstanceInformation"], resource: undefined },
  ssmmessages: {
    actions: [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    resource: undefined,
  },
  ec2messages: {
    actions: [
      "ec2messages:AcknowledgeMessage",
      "ec2messages:DeleteMessage",
      "ec2messages:FailMessage",
      "ec2messages:GetEndpoint",
      "ec2messages:GetMessages",
      "ec2messages:SendReply",
    ],
    resource: undefined,
  },
} as const satisfies Record<string, Passage>;
