import { homedir } from "node:os";
import type { PackagedFunction } from "../../rotation-fn/package";
import { CLIENTS } from "../load/fleet";
import type { ServerCounts } from "../load/server-counters";
import { isBorrowed } from "../mysql/borrowed-server";
import type { RunningMysql } from "../mysql/start";
import { assembleRotation } from "./assemble-rotation";
import { sumOfSteps } from "./metrics";
import type { ProvisionRecord, RehearsalRecord, SecretRecord, ServerCheck } from "./record";
import type { SecretUnderLoad } from "./under-load";
import type { EmbeddedAws } from "./world";

/** Everything that was seen while the clients ran. */
export interface Seen {
  readonly zip: PackagedFunction;
  readonly mysql: Pick<RunningMysql, "version" | "source">;
  readonly aws: Pick<EmbeddedAws, "pool">;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly all: readonly SecretUnderLoad[];
  /** In the order of `all`. */
  readonly provisions: readonly ProvisionRecord[];
  readonly counts: ServerCounts;
}

/** Puts the record together. The function must have finished logging. */
export function assembleRecord(seen: Seen): RehearsalRecord {
  const { zip, mysql, aws, all } = seen;
  const secrets = all.map((one, index) => secretRecord(one, seen.provisions[index], aws));
  return {
    startedAt: seen.startedAt.toISOString(),
    durationMs: seen.durationMs,
    mysql: { version: mysql.version, source: withoutHome(mysql.source) },
    functionPackage: { bytes: zip.bytes, sha256Base64: zip.sha256Base64 },
    instances: aws.pool.instances(),
    secrets,
    serverCheck: serverCheck(seen, secrets),
  };
}

function secretRecord(
  { secret, history, rotations, logins }: SecretUnderLoad,
  provision: ProvisionRecord = { durationMs: 0, apiCalls: 0 },
  { pool }: Seen["aws"],
): SecretRecord {
  const labels = history.spans();
  const logLines = pool.logLines();
  return {
    name: secret.name,
    database: secret.database,
    privileges: secret.privileges,
    strategy: secret.strategy,
    users: [...new Set(labels.map((span) => span.username))],
    provision,
    clients: CLIENTS,
    labels,
    rotations: rotations.map((rotation) => assembleRotation(rotation, labels, pool.invocations, logLines)),
    logins,
  };
}

/** The record is shared with others: a path of the user's home does not belong in it. */
function withoutHome(source: string): string {
  return source.replaceAll(homedir(), "~");
}

/** A login whose secret could not even be read made no connection. */
function serverCheck({ counts, mysql }: Seen, secrets: readonly SecretRecord[]): ServerCheck {
  const byClients = secrets
    .flatMap((secret) => secret.logins)
    .filter(({ outcome }) => outcome.ok || outcome.during !== "read").length;
  const rotations = secrets.flatMap((secret) => secret.rotations);
  const byFunction = rotations.reduce((sum, rotation) => sum + sumOfSteps(rotation, (step) => step.logins), 0);
  return {
    exclusive: !isBorrowed(mysql),
    connections: counts.connections,
    expectedConnections: byClients + byFunction,
    abortedConnects: counts.abortedConnects,
  };
}
