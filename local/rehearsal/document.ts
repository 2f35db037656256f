import { type OldestCredential, oldestCredential } from "./labels";
import { type FailedLogin, metricsOf, type PerRotation, type StepTimes, sumOfSteps } from "./metrics";
import { type LabelUsers, type RehearsalRecord, STEPS, type Step } from "./record";
import { verdictOf } from "./verdict";

/** Paths of the picture, relative to the current directory. */
export interface PicturePaths {
  /** The timeline alone, for a README or a pull request. */
  readonly svg: string;
  /** The self-contained page with the same timeline, the sums and the tables. */
  readonly page: string;
}

/**
 * What `--json` prints. Counts are plain numbers; `...PerRotation` are `{first, later, all}`, where `first` is the largest of any
 * secret's first rotation, `later` the largest of all others and `all` every rotation in order of time.
 */
export interface RehearsalDocument {
  /** True exactly when the exit code is 0. */
  readonly ok: boolean;
  /** Why not, as lines of text; empty when `ok`. */
  readonly problems: readonly string[];
  /** Completed rotations of all secrets together. */
  readonly rotations: number;
  /** Names of the strategies that were rehearsed, sorted, each once. */
  readonly strategies: readonly string[];
  /** Logins that clients tried, each followed by a query that needs the privileges. */
  readonly logins: number;
  readonly failedLogins: number;
  /** Calls of the function to Secrets Manager, counted by the server that received them. */
  readonly apiCallsPerRotation: PerRotation;
  /** Database logins of the function, the failed ones included. */
  readonly loginsPerRotation: PerRotation;
  readonly failedLoginsByFunction: number;
  /** Milliseconds of each step, all attempts of a rotation together. */
  readonly stepMilliseconds: Readonly<Record<Step, StepTimes>>;
  readonly mysql: { readonly version: string; readonly source: string };
  readonly picture: PicturePaths;
  /** One entry per failed login; empty when all is well. */
  readonly failures: readonly FailedLogin[];
  /** Absent when every login used the credential that was AWSCURRENT. */
  readonly oldestCredential?: OldestCredential;
  /** Connections that the MySQL server itself counted, against those that clients and function say they made. */
  readonly serverCheck: RehearsalRecord["serverCheck"];
  /** How many different passwords were looked for in everything that was written, and not found. */
  readonly passwordsNotFound: number;
  readonly secrets: readonly SecretDocument[];
}

/** One secret and its rotations in order. */
export interface SecretDocument {
  readonly name: string;
  readonly strategy: string;
  readonly users: readonly string[];
  readonly logins: number;
  readonly rotations: readonly RotationDocument[];
}

/** One rotation: its cost and which user each label named before and after it. */
export interface RotationDocument {
  readonly number: number;
  readonly ok: boolean;
  /** From RotateSecret until the last step had ended. */
  readonly milliseconds: number;
  readonly apiCalls: number;
  readonly logins: number;
  readonly failedLogins: number;
  readonly before: LabelUsers;
  readonly after: LabelUsers;
}

/** Builds the document; a pure function of its arguments. */
export function documentOf(
  record: RehearsalRecord,
  picture: PicturePaths,
  passwordsNotFound: number,
): RehearsalDocument {
  const metrics = metricsOf(record);
  const verdict = verdictOf(record, metrics);
  const oldest = oldestCredential(record.secrets);
  return {
    ok: verdict.ok,
    problems: verdict.problems,
    rotations: metrics.completedRotations,
    strategies: [...new Set(record.secrets.map((secret) => secret.strategy))].sort(),
    logins: metrics.logins,
    failedLogins: metrics.failedLogins.length,
    apiCallsPerRotation: metrics.apiCallsPerRotation,
    loginsPerRotation: metrics.loginsPerRotation,
    failedLoginsByFunction: metrics.failedLoginsByFunction,
    stepMilliseconds: roundedSteps(metrics.stepMilliseconds),
    mysql: record.mysql,
    picture,
    failures: metrics.failedLogins,
    ...(oldest === undefined ? {} : { oldestCredential: { ...oldest, replacedForMs: tenth(oldest.replacedForMs) } }),
    serverCheck: record.serverCheck,
    passwordsNotFound,
    secrets: record.secrets.map((secret) => ({
      name: secret.name,
      strategy: secret.strategy,
      users: secret.users,
      logins: secret.logins.length,
      rotations: secret.rotations.map((rotation) => ({
        number: rotation.number,
        ok: rotation.outcome.ok,
        milliseconds: tenth(rotation.endMs - rotation.startMs),
        apiCalls: sumOfSteps(rotation, (step) => step.apiCalls),
        logins: sumOfSteps(rotation, (step) => step.logins),
        failedLogins: sumOfSteps(rotation, (step) => step.failedLogins),
        before: rotation.before,
        after: rotation.after,
      })),
    })),
  };
}

function roundedSteps(times: Readonly<Record<Step, StepTimes>>): Record<Step, StepTimes> {
  const entries = STEPS.map((step) => [step, { median: tenth(times[step].median), max: tenth(times[step].max) }]);
  return Object.fromEntries(entries) as Record<Step, StepTimes>;
}

function tenth(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
