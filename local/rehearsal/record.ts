import type { InstanceRecord, RotationOutcome } from "../aws/function/instance-record";
import { STEPS, type Step } from "../aws/secrets-manager/rotation/progress";
import type { ClientRecord, LoginRecord } from "../load/login-record";

/**
 * What one rehearsal did, as plain data: the report, the JSON document and the picture are pure functions of it.
 *
 * All times named `...Ms` are milliseconds since {@link RehearsalRecord.startedAt}, except durations (`durationMs`,
 * `coldStartMs`, ...). Nothing in a record is a secret: a credential is named by its version id and user, never by its value.
 */

/** The staging labels that Secrets Manager moves during a rotation. */
export type StagingLabel = "AWSCURRENT" | "AWSPENDING" | "AWSPREVIOUS";

export { STEPS, type Step };

export interface RehearsalRecord {
  /** ISO 8601 time of millisecond 0: the moment before the first client started. */
  readonly startedAt: string;
  /** How long clients were logging in. */
  readonly durationMs: number;
  readonly mysql: { readonly version: string; readonly source: string };
  readonly functionPackage: { readonly bytes: number; readonly sha256Base64: string };
  /** The function's processes, in the order in which they were started; each stands for one execution environment of Lambda. */
  readonly instances: readonly InstanceRecord[];
  readonly secrets: readonly SecretRecord[];
  readonly serverCheck: ServerCheck;
}

export interface SecretRecord {
  readonly name: string;
  readonly database: string;
  readonly privileges: readonly string[];
  readonly strategy: string;
  /** Database users in the order in which they appeared. */
  readonly users: readonly string[];
  readonly provision: ProvisionRecord;
  readonly clients: readonly ClientRecord[];
  readonly labels: readonly LabelSpan[];
  readonly rotations: readonly RotationRecord[];
  /** In the order in which they ended. */
  readonly logins: readonly LoginRecord[];
}

/** What creating database, user, grants and the first value cost. */
export interface ProvisionRecord {
  readonly durationMs: number;
  readonly apiCalls: number;
}

/** One version carried one label from `fromMs` until `toMs`, or until the end of the record. */
export interface LabelSpan {
  readonly label: StagingLabel;
  readonly versionId: string;
  readonly username: string;
  readonly fromMs: number;
  readonly toMs?: number;
}

/** Which user each label named at one moment; a label that no version carried is absent. */
export type LabelUsers = Readonly<Partial<Record<StagingLabel, string>>>;

export interface RotationRecord {
  /** 1 for the first rotation of this secret. */
  readonly number: number;
  readonly versionId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome: RotationOutcome;
  readonly steps: readonly StepRecord[];
  readonly before: LabelUsers;
  readonly after: LabelUsers;
}

/** One attempt at one step. */
export interface StepRecord {
  readonly step: Step;
  /** 1 unless Secrets Manager had to call the step again. */
  readonly attempt: number;
  readonly instance: string;
  /** True when the process had to be started for this invocation. */
  readonly cold: boolean;
  readonly startMs: number;
  readonly durationMs: number;
  readonly outcome: RotationOutcome;
  /** Calls that reached Secrets Manager under this process's own access key. */
  readonly apiCalls: number;
  /** Database logins tried, the failed ones included, as the function logged them. */
  readonly logins: number;
  readonly failedLogins: number;
}

/**
 * What the MySQL server itself counted while the clients ran, as evidence that does not depend on this program's own counters.
 * `expectedConnections` is the sum of what clients, function and rehearsal say they did.
 */
export interface ServerCheck {
  /** False when the server may serve others too (MYSQL_URL), whose logins it would count as well. */
  readonly exclusive: boolean;
  readonly connections: number;
  readonly expectedConnections: number;
  /** Status variable `Aborted_connects`: refused logins and broken handshakes. */
  readonly abortedConnects: number;
}
