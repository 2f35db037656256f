import { endpointServices } from "../../../stacks/network/endpoint-policies";
import { ACCOUNT, REGION } from "./deployed";
import type { Call } from "./simulate";
import { ARNS, environment } from "./world";

/** A person with a session of a role: IAM names the session `<role id>:<session name>`, and Session Manager its own sessions after that. */
const PERSON = `arn:aws:iam::${ACCOUNT}:role/developer`;
const USER_ID = "AROAEXAMPLEDEVELOPER:jane";
const userId = { "aws:userid": USER_ID };
const sessionOf = (who: string): string => `arn:aws:ssm:${REGION}:${ACCOUNT}:session/${who}-0123456789abcdef0`;
const OWN_SESSION = sessionOf(USER_ID);
const OTHER_SESSION = sessionOf("AROAEXAMPLEDEVELOPER:joe");

const BY_SESSION = { principal: PERSON, identity: ["the tunnel by session"] } as const;
const BY_INSTANCE_CONNECT = { principal: PERSON, identity: ["the tunnel by instance connect"] } as const;
const STARTER = { principal: PERSON, identity: ["who starts the host"] } as const;
const HOST = { principal: ARNS.hostRole, identity: ["the host's role"] } as const;

const startSession = (resource: string, more: Partial<Call> = {}): Call => ({
  ...BY_SESSION,
  what: `StartSession of ${resource.split(":").at(-1)}`,
  action: "ssm:StartSession",
  resource,
  context: { "ssm:SessionDocumentAccessCheck": "true" },
  ...more,
});

/**
 * Opening the tunnel of the mode ssm, as AWS's end-user policies list it.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html
 */
const SESSION_CALLS: readonly Call[] = [
  startSession(ARNS.host),
  startSession(ARNS.tunnelDocument),
  ...["ssmmessages:OpenDataChannel", "ssm:ResumeSession", "ssm:TerminateSession"].map(
    (action): Call => ({
      ...BY_SESSION,
      what: `${action} of one's own session`,
      action,
      resource: OWN_SESSION,
      context: userId,
    }),
  ),
];

/** Opening the tunnel of the mode eice: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/permissions-for-ec2-instance-connect-endpoint.html */
const INSTANCE_CONNECT_CALLS: readonly Call[] = [
  openTunnel("22"),
  sendKey("ec2-user"),
  ...["ec2:DescribeInstances", "ec2:DescribeInstanceConnectEndpoints"].map(
    (action): Call => ({ ...BY_INSTANCE_CONNECT, what: `${action}, by the AWS CLI`, action, resource: "*" }),
  ),
];

function openTunnel(port: string): Call {
  return {
    ...BY_INSTANCE_CONNECT,
    what: `OpenTunnel to port ${port}`,
    action: "ec2-instance-connect:OpenTunnel",
    resource: ARNS.connectEndpoint,
    context: { "ec2-instance-connect:remotePort": port },
  };
}

function sendKey(user: string, resource: string = ARNS.host): Call {
  return {
    ...BY_INSTANCE_CONNECT,
    what: `SendSSHPublicKey for ${user} on ${resource.split("/").at(-1)}`,
    action: "ec2-instance-connect:SendSSHPublicKey",
    resource,
    context: { "ec2:osuser": user },
  };
}

const startHost = (resource: string): Call => ({
  ...STARTER,
  what: `StartInstances of ${resource.split("/").at(-1)}, after the nightly stop`,
  action: "ec2:StartInstances",
  resource,
});

/** What Session Manager's agent on the host asks for, through the endpoints of the network. */
const AGENT_CALLS: readonly Call[] = endpointServices(environment).flatMap(([service, { actions }]) =>
  ["ssm", "ssmmessages", "ec2messages"].includes(service)
    ? actions.map((action) => ({
        ...HOST,
        what: `${action}, by the agent on the host`,
        action,
        resource: service === "ssm" ? ARNS.host : "*",
        endpoint: `the endpoint ${service}`,
      }))
    : [],
);

/** The way of people to the database. */
export const TUNNEL_CALLS: readonly Call[] = [
  ...SESSION_CALLS,
  ...INSTANCE_CONNECT_CALLS,
  startHost(ARNS.host),
  ...AGENT_CALLS,
];

const OTHER_HOST = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-0fedcba9876543210`;

/** What nobody may do who may open the tunnel. */
export const FORBIDDEN_TO_PEOPLE: readonly Call[] = [
  startSession(OTHER_HOST),
  startSession(`arn:aws:ssm:${REGION}:${ACCOUNT}:document/SSM-SessionManagerRunShell`),
  startSession(ARNS.host, {
    what: "StartSession of the host without a document, which would be a shell",
    context: { "ssm:SessionDocumentAccessCheck": "false" },
  }),
  ...["ssmmessages:OpenDataChannel", "ssm:ResumeSession", "ssm:TerminateSession"].map(
    (action): Call => ({
      ...BY_SESSION,
      what: `${action} of somebody else's session`,
      action,
      resource: OTHER_SESSION,
      context: userId,
    }),
  ),
  openTunnel("3306"),
  sendKey("root"),
  sendKey("ec2-user", OTHER_HOST),
  startHost(OTHER_HOST),
  { ...STARTER, what: "TerminateInstances of the host", action: "ec2:TerminateInstances", resource: ARNS.host },
];
