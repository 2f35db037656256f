import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import type { EnvironmentStack } from "../shared/environment-stack";
import { arnOf, resourceName } from "../shared/naming";
import { policyDocument } from "../shared/policy-document";
import type { TunnelEnd } from "../shared/tunnel-programs";

/**
 * A session document that forwards to the database and to nothing else: its user chooses only a local port.
 * AWS's own AWS-StartPortForwardingSessionToRemoteHost lets them choose the host as well.
 */
export function sessionDocument(stack: EnvironmentStack, { host, port }: TunnelEnd): SsmDocument {
  return new SsmDocument(stack, "tunnel_document", {
    name: resourceName(stack.environment, "tunnel"),
    documentType: "Session",
    documentFormat: "JSON",
    content: JSON.stringify({
      schemaVersion: "1.0",
      description: "A tunnel to the database of this environment.",
      sessionType: "Port",
      parameters: {
        localPortNumber: {
          type: "String",
          description: "The port on one's own machine.",
          allowedPattern: "^[0-9]{1,5}$",
          default: "0",
        },
      },
      properties: {
        type: "LocalPortForwarding",
        host,
        portNumber: `${port}`,
        localPortNumber: "{{ localPortNumber }}",
      },
    }),
  });
}

/**
 * For a person's role: open that tunnel through that host, carry and end one's own sessions. No shell. The actions are those of AWS's policies
 * for end users; the key that they name is for sessions that are encrypted by the account's own settings, which this document has not.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html
 */
export function sessionPolicy(stack: EnvironmentStack, instanceArn: string, documentArn: string): string {
  const policy = new IamPolicy(stack, "tunnel_policy", {
    name: resourceName(stack.environment, "tunnel"),
    description: "Lets a person open the tunnel to the database, and nothing else.",
    policy: policyDocument([
      {
        Sid: "OpenTunnel",
        Effect: "Allow",
        Action: "ssm:StartSession",
        Resource: [instanceArn, documentArn],
        // Without this a session that names no document would be a shell, and the host alone would be asked for.
        Condition: { BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" } },
      },
      {
        Sid: "UseOwnSession",
        Effect: "Allow",
        Action: ["ssm:ResumeSession", "ssm:TerminateSession", "ssmmessages:OpenDataChannel"],
        // The doubled sign keeps Terraform from taking IAM's variable for its own.
        Resource: arnOf(stack.environment, "ssm", "session/$${aws:userid}-*"),
        wildcardReason: "sessions are named after who started them and what the service adds",
      },
    ]),
  });
  return policy.arn;
}
