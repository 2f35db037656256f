/**
 * The simulator goes by a list of actions, resources and keys that differs from AWS in a few places. Policies and calls are put to it with
 * others that it knows and that are decided alike.
 */

/** Context keys that end in a name of one's own without a slash are dropped silently; port and user of a tunnel are not in the list. */
const KEYS: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/kms:EncryptionContext:([\w:-]+)/g, (name) => `aws:RequestTag/kms-encryption-context-${name.replaceAll(":", "-")}`],
  [/ec2-instance-connect:(remotePort)/g, (name) => `aws:RequestTag/instance-connect-${name}`],
  [/ec2:(osuser)/g, (name) => `aws:RequestTag/ec2-${name}`],
];

/** A policy, or the context of a call, with the keys that the simulator takes. */
export function withKnownKeys<T>(value: T): T {
  const text = KEYS.reduce(
    (found, [key, known]) => found.replace(key, (_, name: string) => known(name)),
    JSON.stringify(value),
  );
  return JSON.parse(text) as T;
}

/** An action as AWS has it, the one that stands in for it, and where. */
interface StandIn {
  readonly action: string;
  readonly known: string;
  readonly resource: RegExp;
}

const ACTIONS: readonly StandIn[] = [
  // The list names its one resource type twice.
  {
    action: "ec2-instance-connect:OpenTunnel",
    known: "ec2:DeleteInstanceConnectEndpoint",
    resource: /:instance-connect-endpoint\//,
  },
  // The list knows it as the agent's, without a resource; in AWS's policies for people it has the session.
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html
  { action: "ssmmessages:OpenDataChannel", known: "ssm:ResumeSession", resource: /:session\// },
];

/** The action under which the simulator knows a call. */
export function knownAction(action: string, resource: string): string {
  return standInFor(action, resource)?.known ?? action;
}

/** A policy with the stand-in of a call's action in the place of that action; what else it says of the stand-in is left out. */
export function withKnownAction<T>(policy: T, action: string, resource: string): T {
  const standIn = standInFor(action, resource);
  if (standIn === undefined) return policy;
  const text = JSON.stringify(policy)
    .replaceAll(`"${standIn.known}"`, '"none:None"')
    .replaceAll(`"${action}"`, `"${standIn.known}"`);
  return JSON.parse(text) as T;
}

function standInFor(action: string, resource: string): StandIn | undefined {
  return ACTIONS.find((each) => each.action === action && each.resource.test(resource));
}
