import { RotationError } from "../errors";
import type { DatabaseSession } from "../ports/database";
import type { LogPosition, ServerSelf } from "../ports/replication";
import type { AdminSecretValue, SecretValue } from "../secret-value";
import { isSameHost } from "./guards";

/**
 * A secret's `host` may be a read replica: the application reads there, and its password is changed on the writer. Who the writer
 * is, is not guessed: the value names it (`writerHost`), or the admin secret does (`host`), and the writer itself must say that
 * the reader follows it before anything is changed. See docs/decisions/022-a-reader-in-the-secret.md.
 */
export interface Writer {
  readonly host: string;
  readonly port: number;
  /** Who names it, for messages. */
  readonly namedBy: string;
}

/** How long setSecret waits for the reader, where the invocation has the time. */
const MAX_LAG_MS = 20_000;

/** The writer, where it is another server than the secret's host. Throws `host_mismatch` when two are named. */
export function writerOf(value: SecretValue, admin: AdminSecretValue): Writer | undefined {
  const inValue = writerInValue(value);
  if (admin.host === undefined) return inValue;
  if (inValue !== undefined) {
    if (isSameHost(inValue.host, admin.host)) return inValue;
    throw new RotationError("host_mismatch", {
      problem: "the secret and its admin secret name different writers",
      found: `"${inValue.host}" and "${admin.host}"`,
      allowed: "the same host in both",
      remedy: 'correct "writerHost" in the secret; admin rights are only ever used on the host of the admin secret',
    });
  }
  if (isSameHost(value.host, admin.host)) return undefined;
  return { host: admin.host, port: admin.port ?? value.port, namedBy: "its admin secret" };
}

/** The writer that the value itself names. */
export function writerInValue({ host, port, writerHost, writerPort }: SecretValue): Writer | undefined {
  if (writerHost === undefined) return undefined;
  const writer = { host: writerHost, port: writerPort ?? port, namedBy: '"writerHost"' };
  return isSameHost(writer.host, host) && writer.port === port ? undefined : writer;
}

/** The same credential at the writer. */
export function valueAtWriter(writer: Writer | undefined, value: SecretValue): SecretValue {
  return writer === undefined ? value : { ...value, host: writer.host, port: writer.port };
}

/** Throws `bad_secret_value` where a reader cannot be used: a strategy that cannot ask the writer cannot prove that the reader follows it. */
export function refuseReader(value: SecretValue, why: string): void {
  const writer = writerInValue(value);
  if (writer === undefined) return;
  throw new RotationError("bad_secret_value", {
    problem: `the secret names a reader in "host" and its writer beside it, and ${why}`,
    found: `"host" ${value.host}, "writerHost" ${writer.host}`,
    allowed: "a reader with alternating-users, or with admin-rotated while its current password works",
    remedy:
      'let "host" be the writer, and give readers a key of your own (PutSecretValue), or tag the secret rotation:strategy=admin-rotated; nothing was changed',
  });
}

/** What the secret's host says of itself, by the app user's session there. Throws `host_mismatch` unless it is a replica. */
export async function requireReader(session: DatabaseSession, value: SecretValue, writer: Writer): Promise<ServerSelf> {
  const reader = await session.replication.self();
  // State 18 of setSecret so far; otherwise 19.
  if (reader.readOnly) return reader;
  throw new RotationError("host_mismatch", {
    problem: `the secret and ${writer.namedBy} name different hosts, and the secret's is no read replica`,
    found: `"${value.host}" and "${writer.host}", and the first takes changes itself (read_only is off)`,
    allowed: "the same host in both, or a read replica in the secret",
    remedy: `correct "host" in the secret, or ${writer.namedBy}; nothing was changed`,
  });
}

/**
 * Throws `host_mismatch` unless the writer says that the reader follows it: asked of the writer, because a database that was restored
 * from a snapshot of it has the same accounts, and the same id perhaps, but not the same replicas.
 */
export async function requireReplica(
  admin: DatabaseSession,
  reader: ServerSelf,
  value: SecretValue,
  writer: Writer,
): Promise<void> {
  const replicas = await admin.replication.replicas();
  // State 18 of setSecret; otherwise 19.
  if (replicas.includes(reader.uuid)) return;
  throw new RotationError("host_mismatch", {
    problem: `${value.host}:${value.port} does not follow ${writer.host}:${writer.port}, which ${writer.namedBy} names as its writer`,
    found: `the reader is ${reader.uuid}, and following the writer: ${replicas.join(", ") || "none"}`,
    allowed: "a replica that is connected to the writer itself (SHOW REPLICAS there lists it)",
    remedy:
      'correct "host" or the writer\'s name; start the replication where it was stopped; for a reader of Aurora, or a replica of a replica, let "host" be the writer; nothing was changed',
  });
}

/** Waits until the reader has what was changed, so that testSecret's one login there is not a failed one. */
export async function awaitReader(reader: DatabaseSession, position: LogPosition, value: SecretValue): Promise<void> {
  const outcome = await reader.replication.waitFor(position, MAX_LAG_MS);
  // State 18 of setSecret; otherwise 20.
  if (outcome === "applied") return;
  const endpoint = { username: value.username, host: value.host, port: value.port };
  const where = `the reader ${value.host}:${value.port} does not have the new password yet`;
  throw outcome === "stopped"
    ? new RotationError(
        "replica_stopped",
        {
          problem: `${where}, and applies nothing`,
          found: "no running applier (SHOW REPLICA STATUS there says why)",
          remedy: "start its replication; the step is repeated and continues from here. AWSCURRENT works as before",
        },
        { effect: "applied", endpoint },
      )
    : new RotationError(
        "replica_behind",
        {
          problem: where,
          found: "it is behind the writer for longer than there was time to wait",
          allowed: `up to ${MAX_LAG_MS / 1_000} s, or what the function's timeout leaves`,
          remedy:
            "nothing while it catches up: the step is repeated and continues from here. AWSCURRENT works as before. Raise the function's timeout where it is shorter",
        },
        { effect: "applied", endpoint },
      );
}
