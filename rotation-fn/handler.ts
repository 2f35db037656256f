import { audit } from "./actions/audit";
import { awaitRotation } from "./actions/await-rotation";
import { deprovision } from "./actions/deprovision";
import { expirePrevious } from "./actions/expire-previous";
import { inspect } from "./actions/inspect";
import { provision } from "./actions/provision";
import { rotationBaseline } from "./actions/rotation-baseline";
import { trackAppUsers } from "./actions/track-app-users";
import { isRotationError, RotationError } from "./errors";
import { type EventSubject, type FunctionEvent, parseEvent, type StepEvent } from "./event";
import { KnownSecrets } from "./known-secrets";
import { type FailedRotation, humanHelp } from "./needs-human";
import { redacted, redactedError, redactingLog, registeringStore } from "./outgoing";
import type { Clock, Deadline } from "./ports/clock";
import type { Database } from "./ports/database";
import type { Log, LogFields } from "./ports/log";
import type { SecretStore } from "./ports/secret-store";
import { noUsage, type Usage } from "./ports/usage";
import type { Settings } from "./settings";
import { runStep } from "./steps/run-step";
import { TestedVersions } from "./steps/tested-versions";

/** What Lambda tells about the invocation. */
export interface InvocationContext {
  readonly awsRequestId?: string;
  readonly functionName?: string;
  getRemainingTimeInMillis?(): number;
}

/** Everything the handler needs from outside; each invocation gets ports of its own, so that nothing that decides is remembered. */
export interface HandlerParts {
  readonly settings: Settings;
  readonly clock: Clock;
  /** Of the package that this function runs as; asked for when an event names the planned one. */
  codeDigest(): string;
  secrets(usage: Usage, deadline: Deadline): SecretStore;
  database(usage: Usage, deadline: Deadline): Database;
  log(common: LogFields): Log;
  /** What earlier invocations of this process have found out; nothing, in a new process. */
  readonly tested?: TestedVersions;
}

export type Handler = (event: unknown, context?: InvocationContext) => Promise<unknown>;

/** Used where Lambda does not say how long is left (a local call without a context). */
const DEFAULT_TIMEOUT_MS = 30_000;

/** One invocation: which event it is, its effect, and one line that says how it went and what it cost. */
export function createHandler(parts: HandlerParts): Handler {
  const tested = parts.tested ?? new TestedVersions();
  return async (input, invocation = {}) => {
    const usage = noUsage();
    const startedAt = parts.clock.now();
    const requestId = invocation.awsRequestId;
    const known = new KnownSecrets();
    let log = parts.log({ requestId });
    let subject: EventSubject = {};
    let secrets: SecretStore | undefined;
    try {
      const event = parseEvent(input);
      subject = event.subject;
      log = redactingLog(parts.log({ requestId, ...subject }), known);
      const deadline = deadlineOf(invocation, parts.clock);
      secrets = registeringStore(parts.secrets(usage, deadline), known);
      const database = parts.database(usage, deadline);
      const { settings, clock, codeDigest } = parts;
      const result = await run(event, { settings, clock, codeDigest, secrets, database, log, tested });
      log.info(lineOf(subject), { outcome: "ok", ...cost(clock, startedAt, usage) });
      return redacted(result, known);
    } catch (thrown) {
      if (isRotationError(thrown, "bad_event")) known.registerEvent(input);
      const error = withoutStack(redactedError(asRotationError(thrown), known));
      const rotation = { secretId: subject.secretId, token: subject.token, functionName: invocation.functionName };
      log.error(lineOf(subject), {
        outcome: "failed",
        code: error.code,
        effect: error.effect,
        message: error.message,
        ...humanHelp(error, rotation, await isRepeated(error, rotation, secrets, parts.clock)),
        ...cost(parts.clock, startedAt, usage),
      });
      throw error;
    }
  };
}

/** Secrets Manager repeats a failed step within minutes: what fails for longer than this does not heal by itself. */
const REPEATED_AFTER_MS = 600_000;

/** Whether a rotation has been failing for some time; looked up only for the one code whose cause is not known. */
async function isRepeated(
  { code }: RotationError,
  { secretId, token }: FailedRotation,
  secrets: SecretStore | undefined,
  clock: Clock,
): Promise<boolean> {
  if (code !== "database_refused" || secrets === undefined || secretId === undefined || token === undefined)
    return false;
  const since = await secrets.versionMadeAt(secretId, token).catch(() => undefined);
  return since !== undefined && clock.now() - since.getTime() > REPEATED_AFTER_MS;
}

interface RunContext extends Omit<HandlerParts, "secrets" | "database" | "log"> {
  readonly secrets: SecretStore;
  readonly database: Database;
  readonly log: Log;
  /** Of all invocations of this process. */
  readonly tested: TestedVersions;
}

async function run(request: FunctionEvent, context: RunContext): Promise<unknown> {
  switch (request.kind) {
    case "step":
      return rotate(request.event, context);
    case "provision":
      return request.event.tf?.action === "delete"
        ? deprovision(request.event, context)
        : provision(request.event, context);
    case "track-app-users":
      return request.event.tf?.action === "delete" ? deprovision(request.event, context) : trackAppUsers(request.event);
    case "rotation-baseline":
      return rotationBaseline(request.event, context);
    case "await-rotation":
      // The end of the resource is not the end of the rotation: there is nothing to undo.
      return request.event.tf?.action === "delete" ? { rotated: false } : awaitRotation(request.event, context);
    case "expire-previous":
      return expirePrevious(request.event, context);
    case "inspect":
      return inspect(request.event, context);
    case "audit":
      return audit(request.event, context);
  }
}

async function rotate({ Step, SecretId, ClientRequestToken, RotationToken }: StepEvent, context: RunContext) {
  const { secrets, database, settings, log, clock, tested } = context;
  const secret = await secrets.describe(SecretId);
  const version = { token: ClientRequestToken, rotationToken: RotationToken };
  return {
    step: Step,
    result: await runStep(Step, { secret, secrets, database, settings, log, clock, tested, ...version }),
  };
}

/** The name of the line in the log. */
function lineOf({ step }: EventSubject): "step" | "action" {
  return step === undefined ? "action" : "step";
}

function cost(clock: Clock, startedAt: number, usage: Usage): LogFields {
  return { durationMs: Math.round(clock.now() - startedAt), ...usage };
}

function deadlineOf(invocation: InvocationContext, clock: Clock): Deadline {
  const endAt = clock.now() + (invocation.getRemainingTimeInMillis?.() ?? DEFAULT_TIMEOUT_MS);
  return { remainingMs: () => endAt - clock.now() };
}

/** Nothing but a RotationError leaves the function. A foreign error's text is not shown, because it may quote a secret. */
function asRotationError(thrown: unknown): RotationError {
  if (thrown instanceof RotationError) return thrown;
  return new RotationError(
    "internal_error",
    {
      problem: "the function has a defect",
      found: `${thrown instanceof Error ? thrown.name : typeof thrown} ${framesOf(thrown)}`,
      remedy: "report it with this line; the step can be repeated safely",
    },
    { effect: "unknown" },
  );
}

/** Lambda logs the stack and Terraform prints it; the message says what the frames of a bundle do not. */
function withoutStack(error: RotationError): RotationError {
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

/** Where it was thrown, without the text that stands before the first frame. */
function framesOf(thrown: unknown): string {
  const frames = thrown instanceof Error ? (thrown.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)) : [];
  return frames
    .slice(0, 3)
    .map((line) => line.trim().replace(/\((?:file:\/\/)?\/\S*\//, "("))
    .join(" < ");
}
