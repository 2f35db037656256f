import type { LoginRecord } from "../load/login-record";
import { type RehearsalRecord, type RotationRecord, STEPS, type Step } from "./record";

/** One number per rotation: the largest of any secret's first one, the largest of the later ones, and all in order of time. */
export interface PerRotation {
  readonly first: number;
  /** The largest of the second and later rotations of any secret; equal to `first` when there is none. */
  readonly later: number;
  readonly all: readonly number[];
}

/** Milliseconds of one step over all rotations. */
export interface StepTimes {
  readonly median: number;
  readonly max: number;
}

/** A login that failed, with its reason. */
export interface FailedLogin {
  readonly secret: string;
  readonly client: string;
  readonly username: string;
  readonly atMs: number;
  readonly during: "read" | "login" | "query";
  readonly reason: string;
}

/** A rotation that did not complete, with its reason. */
export interface FailedRotation {
  readonly secret: string;
  readonly number: number;
  readonly reason: string;
}

/** Sums that the report, the document and the picture share. */
export interface Metrics {
  readonly completedRotations: number;
  readonly failedRotations: readonly FailedRotation[];
  readonly logins: number;
  readonly failedLogins: readonly FailedLogin[];
  readonly apiCallsPerRotation: PerRotation;
  readonly loginsPerRotation: PerRotation;
  readonly failedLoginsByFunction: number;
  readonly stepMilliseconds: Readonly<Record<Step, StepTimes>>;
  readonly loginMilliseconds: { readonly median: number; readonly p99: number };
}

/** Computes every sum from the record and from nothing else. */
export function metricsOf(record: RehearsalRecord): Metrics {
  const rotations = record.secrets
    .flatMap((secret) => secret.rotations)
    .sort((one, other) => one.startMs - other.startMs || one.number - other.number);
  const logins = record.secrets.flatMap((secret) => secret.logins);
  const durations = logins.filter((login) => login.outcome.ok).map((login) => login.durationMs);
  return {
    completedRotations: rotations.filter((rotation) => rotation.outcome.ok).length,
    failedRotations: failedRotationsOf(record),
    logins: logins.length,
    failedLogins: failedLoginsOf(record),
    apiCallsPerRotation: perRotation(rotations, (step) => step.apiCalls),
    loginsPerRotation: perRotation(rotations, (step) => step.logins),
    failedLoginsByFunction: sum(rotations.map((rotation) => sumOfSteps(rotation, (step) => step.failedLogins))),
    stepMilliseconds: stepMillisecondsOf(rotations),
    loginMilliseconds: { median: quantile(durations, 0.5), p99: quantile(durations, 0.99) },
  };
}

type StepNumber = (step: RotationRecord["steps"][number]) => number;

/** Sum of one number over all attempts at all steps of a rotation. */
export function sumOfSteps(rotation: RotationRecord, numberOf: StepNumber): number {
  return sum(rotation.steps.map(numberOf));
}

/** Milliseconds that all attempts at one step took together; undefined when it never ran. */
export function stepDurationMs(rotation: RotationRecord, step: Step): number | undefined {
  const attempts = rotation.steps.filter((attempt) => attempt.step === step);
  return attempts.length === 0 ? undefined : sum(attempts.map((attempt) => attempt.durationMs));
}

function perRotation(rotations: readonly RotationRecord[], numberOf: StepNumber): PerRotation {
  const of = (rotation: RotationRecord) => sumOfSteps(rotation, numberOf);
  const first = Math.max(0, ...rotations.filter((rotation) => rotation.number === 1).map(of));
  const later = rotations.filter((rotation) => rotation.number > 1).map(of);
  return { first, later: later.length === 0 ? first : Math.max(...later), all: rotations.map(of) };
}

function stepMillisecondsOf(rotations: readonly RotationRecord[]): Record<Step, StepTimes> {
  const timesOf = (step: Step): StepTimes => {
    const durations = rotations.flatMap((rotation) => stepDurationMs(rotation, step) ?? []);
    return { median: quantile(durations, 0.5), max: Math.max(0, ...durations) };
  };
  return Object.fromEntries(STEPS.map((step) => [step, timesOf(step)])) as Record<Step, StepTimes>;
}

function failedLoginsOf(record: RehearsalRecord): FailedLogin[] {
  return record.secrets.flatMap((secret) => secret.logins.flatMap((login) => failedLogin(secret.name, login)));
}

function failedLogin(secret: string, login: LoginRecord): FailedLogin[] {
  if (login.outcome.ok) return [];
  const { during, reason } = login.outcome;
  return [{ secret, client: login.client, username: login.username, atMs: login.atMs, during, reason }];
}

function failedRotationsOf(record: RehearsalRecord): FailedRotation[] {
  return record.secrets.flatMap((secret) =>
    secret.rotations.flatMap(({ number, outcome }) =>
      outcome.ok ? [] : [{ secret: secret.name, number, reason: outcome.reason }],
    ),
  );
}

/** The smallest value that at least the given share of all values does not exceed; 0 of nothing. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
