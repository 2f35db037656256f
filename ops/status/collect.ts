import type { AppSecretChoice, Environment } from "../../environments/schema";
import type { SecretAudit } from "../../rotation-fn/actions/audit-findings";
import { STRATEGY_TAG } from "../../rotation-fn/settings";
import type { AuditedSecret } from "../../stacks/shared/function-events";
import { secretName } from "../../stacks/shared/naming";
import { describedWindows, scheduleExpression } from "../../stacks/shared/rotation-schedule";
import { inParallel } from "../aws/in-parallel";
import type { Aws, SecretState, VersionAge } from "../aws/ports";
import { OpsError } from "../error";
import { pendingVersion, requireAccount } from "../rotation/app-secrets";
import { auditSecrets } from "../rotation/audit";
import { outcomeLine } from "../rotation/outcome-line";
import { type FailuresByArn, loginOf, type SecretStatus } from "./secret-status";

/** Secrets Manager allows 10,000 DescribeSecret a second, and 50 ListSecretVersionIds: so many at once stay below that. */
const CALLS_AT_ONCE = 4;
const DAY_MS = 86_400_000;

/** The status of some secrets of an environment, in the order of its file. */
export async function collectStatus(
  environment: Environment,
  secrets: readonly AppSecretChoice[],
  aws: Aws,
  now: number,
): Promise<readonly SecretStatus[]> {
  const failures = failuresOfDay(aws, now);
  failures.catch(() => undefined); // awaited below, after what may throw first
  const described = await inParallel(secrets, CALLS_AT_ONCE, async (settings) => {
    const state = await aws.secrets.describe(secretName(environment, settings));
    if (state !== undefined) requireAccount(environment, state);
    const isReadable = state !== undefined && state.deletedAt === undefined;
    const versions = isReadable ? await aws.secrets.versions(state.arn) : [];
    return { settings, state, versions: versions.filter(({ labels }) => labels.length > 0) };
  });
  const readable = described.flatMap(({ state, settings }) =>
    state?.deletedAt === undefined && state ? [{ arn: state.arn, settings }] : [],
  );
  const [audits, failuresByArn] = await Promise.all([auditsOf(aws, readable), failures]);
  return described.map((one) =>
    statusOf(environment, one, { ...audits, failure: failuresByArn.get(one.state?.arn ?? "") }, now),
  );
}

interface Audits {
  readonly audits: ReadonlyMap<string, SecretAudit>;
  /** Why the function could not be asked. */
  readonly auditError: OpsError | undefined;
}

/** A function that does not work hides nothing of what Secrets Manager knows. */
async function auditsOf(aws: Aws, secrets: readonly AuditedSecret[]): Promise<Audits> {
  if (secrets.length === 0) return { audits: new Map(), auditError: undefined };
  try {
    return { audits: await auditSecrets(aws.rotationFunction, secrets), auditError: undefined };
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return { audits: new Map(), auditError: error };
  }
}

/** The last failed step of each secret in the last 24 hours. */
async function failuresOfDay(aws: Aws, now: number): Promise<FailuresByArn> {
  const pattern = '{ $.outcome = "failed" && $.event = "step" }';
  const lines = await aws.log.lines({ pattern, sinceMs: now - DAY_MS, maxLines: 5_000 });
  const outcomes = lines.map(outcomeLine).filter((line) => line !== undefined);
  return new Map(outcomes.map((line) => [line.secretId ?? "", line]));
}

interface Described {
  readonly settings: AppSecretChoice;
  readonly state: SecretState | undefined;
  readonly versions: readonly VersionAge[];
}

type Known = Audits & { readonly failure: ReturnType<FailuresByArn["get"]> };

function statusOf(
  environment: Environment,
  { settings, state, versions }: Described,
  { audits, auditError, failure }: Known,
  now: number,
): SecretStatus {
  const secret = secretName(environment, settings);
  const windows = describedWindows(settings);
  const command = (name: string) => `npm run ops -- ${name} ${environment.name} ${settings.name}`;
  const base = { secret, name: settings.name, versions };
  if (state === undefined || state.deletedAt !== undefined) {
    const isWaiting = state !== undefined;
    return {
      ...base,
      existence: isWaiting ? "waits-for-deletion" : "not-deployed",
      strategy: settings.strategy.value,
      login: "unknown",
      rotation: { isOn: false, requestedWindow: windows.requested, isOverdue: false, isStuck: false },
      problems: [isWaiting ? "the secret waits for its deletion, and cannot be read" : "the secret is not deployed"],
      next: isWaiting ? command("restore-name") : `npm run deploy -- '${environment.name}-*'`,
    };
  }
  const audit = audits.get(state.arn);
  const isOverdue = audit?.rotationOverdue ?? isLate(state, now);
  const drift = windowDrift(settings, state);
  const problems = [...(audit?.problems ?? []), ...(auditError === undefined ? [] : [auditError.message]), ...drift];
  const next = nextStep(state, audit, auditError, drift.length > 0);
  return {
    ...base,
    arn: state.arn,
    existence: "deployed",
    strategy: state.tags.get(STRATEGY_TAG) ?? settings.strategy.value,
    ...(audit?.user === undefined ? {} : { user: audit.user }),
    login: loginOf(audit),
    rotation: {
      isOn: state.rotationEnabled,
      ...(state.lastRotatedAt === undefined ? {} : { lastAt: state.lastRotatedAt }),
      ...(state.nextRotationAt === undefined ? {} : { nextAt: state.nextRotationAt }),
      requestedWindow: windows.requested,
      deployedWindow: windows.deployed,
      isOverdue,
      isStuck: audit?.pendingStuck === true,
    },
    ...(audit?.grantDrift === undefined ? {} : { grantDrift: audit.grantDrift }),
    ...(failure?.failure === undefined
      ? {}
      : {
          lastFailure: {
            at: new Date(failure.at),
            step: failure.what,
            code: failure.failure.code,
            message: failure.failure.message,
          },
        }),
    problems,
    ...(next === undefined ? {} : { next: command(next) }),
  };
}

function isLate({ nextRotationAt, rotationEnabled }: SecretState, now: number): boolean {
  return !rotationEnabled || (nextRotationAt !== undefined && nextRotationAt.getTime() < now);
}

/** Whether the schedule was changed by hand. */
function windowDrift(
  { rotationWindow }: AppSecretChoice,
  { schedule, rotationEnabled }: SecretState,
): readonly string[] {
  const expected = scheduleExpression(rotationWindow.schedule);
  if (!rotationEnabled || schedule === undefined || schedule === expected) return [];
  return [`the schedule differs from the environment file: found ${schedule}, expected ${expected}`];
}

/** The command to start with: the login first, then the rotation. */
function nextStep(
  state: SecretState,
  audit: SecretAudit | undefined,
  auditError: OpsError | undefined,
  hasWindowDrift: boolean,
): string | undefined {
  if (audit?.loginFails === true || audit?.pendingStuck === true) return "unstick";
  if (auditError !== undefined) return "logs";
  if (!state.rotationEnabled) return "resume";
  if ((audit?.problems ?? []).length === 0) return hasWindowDrift ? "resume" : undefined;
  return pendingVersion(state) === undefined && audit?.auditFailed !== true ? "rotate" : "unstick";
}
