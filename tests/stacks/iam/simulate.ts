import { runSimulation } from "@cloud-copilot/iam-simulate";
import { ACCOUNT, type Policy } from "./deployed";
import { knownAction, withKnownAction, withKnownKeys } from "./stand-ins";

/** A call of an AWS API, and the policies that decide about it. */
export interface Call {
  /** Who does what, and why: the name of the test. */
  readonly what: string;
  /** ARN of a role, or the name of a service. */
  readonly principal: string;
  readonly action: string;
  /** Its ARN; "*" where the action knows none. */
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
  /** Names of the policies of the principal. */
  readonly identity?: readonly string[];
  /** Name of the policy of the resource. */
  readonly resourcePolicy?: string;
  /** Name of the policy of the endpoint that the call passes. */
  readonly endpoint?: string;
}

/** Policies by name, so that one can be put in the place of another. */
export type Policies = Readonly<Record<string, Policy>>;

/** What IAM would say. Throws when the simulator does not understand the question. */
export async function isAllowed(call: Call, policies: Policies): Promise<boolean> {
  const named = (name: string) => {
    const policy = policies[name];
    if (policy === undefined) throw new Error(`${call.what}: there is no policy of ${name}`);
    return { name, policy: withKnownKeys(withKnownAction(policy, call.action, call.resource)) };
  };
  const asked = withKnownKeys({ ...contextOf(call.principal), ...call.context });
  const answer = await runSimulation(
    {
      request: {
        principal: call.principal,
        action: knownAction(call.action, call.resource),
        resource: {
          resource: call.resource,
          accountId: call.resource.split(":")[4] || call.principal.split(":")[4] || ACCOUNT,
        },
        contextVariables: asked,
      },
      identityPolicies: (call.identity ?? []).map(named),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(call.resourcePolicy === undefined ? {} : { resourcePolicy: named(call.resourcePolicy).policy }),
      ...(call.endpoint === undefined ? {} : { vpcEndpointPolicies: [named(call.endpoint)] }),
    },
    { simulationMode: "Strict" },
  );
  if (answer.resultType === "error") throw new Error(`${call.what}: ${JSON.stringify(answer.errors)}`);
  const results = answer.resultType === "single" ? [answer.result] : answer.results;
  // A condition on a key that was left out would decide something else than what was asked.
  const unknown = results.flatMap(({ ignoredContextKeys = [] }) => ignoredContextKeys);
  const misunderstood = Object.keys(withKnownKeys(call.context ?? {})).filter((key) => unknown.includes(key));
  if (misunderstood.length > 0) throw new Error(`${call.what}: ${call.action} knows no ${misunderstood.join(", ")}`);
  return answer.overallResult === "Allowed";
}

/** What IAM knows of every caller. */
function contextOf(principal: string): Readonly<Record<string, string>> {
  if (!principal.startsWith("arn:")) return { "aws:PrincipalIsAWSService": "true", "aws:SecureTransport": "true" };
  return {
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalArn": principal,
    "aws:PrincipalAccount": principal.split(":")[4] ?? "",
    "aws:SecureTransport": "true",
  };
}
