import { invalidParameter, ServiceError } from "./errors";
import { findSecret } from "./find-secret";
import type { OperationContext } from "./operations/operation";
import type { Replica, Secret, State } from "./state";

/** What a replica answers in its own Region. Everything else is for the primary secret. */
const ANSWERED_BY_REPLICAS: ReadonlySet<string> = new Set([
  "BatchGetSecretValue",
  "DescribeSecret",
  "GetSecretValue",
  "ListSecretVersionIds",
  "StopReplicationToReplica",
]);

/** Words as moto has them; API_PutSecretValue and others only say that it is InvalidRequest or InvalidParameter. */
const notOnReplica = (): ServiceError =>
  invalidParameter("Operation not permitted on a replica secret. Call must be made in primary secret's region.");

/**
 * Runs an operation in the Region that its request was signed for. Elsewhere than in the service's own Region there are the replicas, which
 * can be read only, and what was promoted or made there.
 *
 * DEVIATION from API_ReplicateSecretToRegions: a replica has every change of its primary at once. The date of its last access is not kept.
 */
export function inRegion<Result>(
  home: OperationContext,
  region: string | undefined,
  request: { readonly operation: string; readonly input: unknown },
  run: (context: OperationContext) => Result,
): Result {
  if (region === undefined || region === home.region) return run(home);
  const replicas = replicasIn(home.state, region, home.region);
  const secrets = new Map([...replicas, ...(home.state.elsewhere?.get(region) ?? [])]);
  const context: OperationContext = {
    ...home,
    region,
    state: { secrets },
    promote(replica) {
      removeReplica(home.state, replica.name, region);
      replicas.delete(replica.name);
      const standalone = standaloneCopy(replica);
      secrets.set(replica.name, standalone);
      return standalone;
    },
  };
  refuseOnReplica(context, request);
  const result = run(context);
  const own = new Map([...secrets].filter(([name]) => !replicas.has(name)));
  home.state.elsewhere ??= new Map();
  home.state.elsewhere.set(region, own);
  return result;
}

/** Whether a name is taken by another secret in a Region. */
export function isTakenIn({ elsewhere }: State, region: string, name: string): boolean {
  return elsewhere?.get(region)?.has(name) === true;
}

function replicasIn(state: State, region: string, primaryRegion: string): Map<string, Secret> {
  const found = new Map<string, Secret>();
  for (const secret of state.secrets.values()) {
    const replica = secret.replicas?.find((one) => one.region === region && !one.isFailed);
    if (replica !== undefined) found.set(secret.name, asReplica(secret, replica, primaryRegion));
  }
  return found;
}

/** It shares the versions with its primary, so it has every value and label that the primary has. */
function asReplica(secret: Secret, { region, kmsKeyId }: Replica, primaryRegion: string): Secret {
  return { ...secret, arn: arnIn(secret.arn, region), kmsKeyId, replicas: undefined, policy: undefined, primaryRegion };
}

/** "The ARN of the promoted secret … is the same as the original primary secret except the Region is changed." */
function arnIn(arn: string, region: string): string {
  return arn.replace(/^(arn:[^:]*:secretsmanager:)[^:]+/, `$1${region}`);
}

function standaloneCopy({ primaryRegion: _, ...replica }: Secret): Secret {
  const versions = new Map([...replica.versions].map(([id, version]) => [id, { ...version }]));
  return { ...replica, versions, rotation: undefined };
}

function removeReplica({ secrets }: State, name: string, region: string): void {
  const primary = secrets.get(name);
  if (primary !== undefined) primary.replicas = primary.replicas?.filter((replica) => replica.region !== region);
}

function refuseOnReplica(
  context: OperationContext,
  { operation, input }: { readonly operation: string; readonly input: unknown },
): void {
  if (ANSWERED_BY_REPLICAS.has(operation)) return;
  const { SecretId } = input as { readonly SecretId?: unknown };
  if (typeof SecretId !== "string") return;
  try {
    if (findSecret(context.state, SecretId, context.now()).primaryRegion !== undefined) throw notOnReplica();
  } catch (error) {
    if (error instanceof ServiceError && error.type === "ResourceNotFoundException") return; // the operation says so itself
    throw error;
  }
}
