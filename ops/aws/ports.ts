import type { RoutePort } from "../route/route";

/** The services of AWS as the commands use them. Every method throws an `OpsError` and nothing else. */
export interface Aws {
  readonly secrets: SecretsPort;
  readonly rotationFunction: FunctionPort;
  readonly log: LogPort;
  readonly database: DatabasePort;
  readonly route: RoutePort;
}

/** A secret's metadata; nothing of its value. */
export interface SecretState {
  readonly arn: string;
  readonly name: string;
  readonly rotationEnabled: boolean;
  readonly rotationFunctionArn: string | undefined;
  readonly schedule: string | undefined;
  readonly createdAt: Date | undefined;
  readonly lastRotatedAt: Date | undefined;
  /** When anything of it was last changed, a value among other things. */
  readonly lastChangedAt?: Date | undefined;
  /** The end of the next window; in the past when rotation has failed since. */
  readonly nextRotationAt: Date | undefined;
  /** Set once deletion was requested: the name waits in recovery. */
  readonly deletedAt: Date | undefined;
  readonly tags: ReadonlyMap<string, string>;
  /** Version id -> its staging labels. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
}

export interface VersionAge {
  readonly versionId: string;
  readonly createdAt: Date | undefined;
  readonly labels: readonly string[];
}

/** `versionId` will become AWSCURRENT. Of a continued rotation it is the version that has been pending. */
export type StartedRotation =
  | { readonly isContinued: false; readonly versionId: string }
  | { readonly isContinued: true };

export interface SecretsPort {
  /** Undefined where the secret does not exist. */
  describe(secretId: string): Promise<SecretState | undefined>;
  /** The versions that carry labels, with the time each was made. */
  versions(secretId: string): Promise<readonly VersionAge[]>;
  /** A version's value as text: for `sql`, `connect` and `drill` alone. */
  value(secretId: string, label: "AWSCURRENT" | "AWSPREVIOUS"): Promise<string>;
  /** Starts a rotation, or makes Secrets Manager continue a pending one. */
  rotate(secretId: string): Promise<StartedRotation>;
  /** Moves AWSCURRENT. Refused by the service when `from` does not carry it any more. AWSPREVIOUS moves along. */
  moveCurrent(secretId: string, move: { readonly to: string; readonly from: string }): Promise<void>;
  /** Cancels a rotation: only where it is proved that no client needs the pending password. */
  removePending(secretId: string, versionId: string): Promise<void>;
  /** Takes a secret that waits for its deletion back, with its versions. */
  restore(secretId: string): Promise<void>;
  /** Deletes a secret that can be restored for 30 days: for `drill` alone. */
  deleteWithRecovery(secretId: string): Promise<void>;
  /** Deletes a secret and all its versions at once; they cannot be restored. */
  deleteForever(secretId: string): Promise<void>;
  /** Switches the schedule off. A pending version stays. */
  cancelRotation(secretId: string): Promise<void>;
  /** Switches the schedule on without rotating now. */
  scheduleRotation(secretId: string, schedule: RotationSchedule): Promise<void>;
}

export interface RotationSchedule {
  readonly functionArn: string;
  /** As Secrets Manager writes it: `rate(2 days)`. */
  readonly expression: string;
  /** As Secrets Manager writes it: `2h`. */
  readonly window: string;
}

export interface FunctionPort {
  /** Invokes the function and waits for its answer. Throws `FunctionFailure` with the function's own error. */
  invoke(event: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export interface LogQuery {
  /** A filter pattern of CloudWatch Logs. */
  readonly pattern: string;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
  /** At most so many lines are read. */
  readonly maxLines: number;
}

/** A line of the function's log: one JSON object. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface LogPort {
  /** The lines that match, oldest first. None where the log group does not exist. */
  lines(query: LogQuery): Promise<readonly LogLine[]>;
}

export interface DatabaseInstance {
  readonly identifier: string;
  readonly host: string;
  readonly port: number;
  readonly status: string;
  /** Of a restored snapshot: when it was restored. Undefined while RDS makes the instance. */
  readonly createdAt?: Date | undefined;
  /** Undefined where RDS does not manage the admin password. */
  readonly adminSecretArn: string | undefined;
  /** Whether RDS refuses to delete it now. */
  readonly isProtected?: boolean;
}

export interface DatabasePort {
  /** The environment's instance. Undefined where there is none. */
  instance(): Promise<DatabaseInstance | undefined>;
}
