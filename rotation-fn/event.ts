import * as z from "zod/mini";
import { RotationError } from "./errors";
import { STEPS, type StepName } from "./ports/rotation-steps";

const text = (max: number) =>
  z.string().check(z.minLength(1), z.maxLength(max), z.regex(/^[^\p{Cc}]*$/u, "a string without control characters"));
const secretId = text(2048).check(z.regex(/\S/, "an id that is more than blanks"));
/** The server keeps names in utf8mb3: two names that differ beyond the basic plane are one database. */
const name = (max: number) =>
  text(max).check(z.regex(/^[^\u{10000}-\u{10ffff}]*$/u, "a name without characters beyond U+FFFF"));
/** A backslash escapes in patterns: the account is made, and never found again (error 1133). */
const userHost = text(255).check(
  z.regex(/^[A-Za-z0-9._%:/-]+$/, "a host, an address or a pattern of one, such as % or 10.0.%"),
);

/** What `aws_lambda_invocation` adds to its input under lifecycle_scope CRUD. */
const terraformBlock = z.optional(
  z.looseObject({ action: z.enum(["create", "update", "delete"]), prev_input: z.optional(z.unknown()) }),
);

const stepEvent = z.looseObject({
  Step: z.enum(STEPS),
  SecretId: secretId,
  ClientRequestToken: text(64),
  RotationToken: z.optional(text(2048)),
});

const port = z.int().check(z.minimum(1), z.maximum(65_535));
const host = text(255);
const username = name(80);

const privilegeNames = z
  .array(z.string().check(z.regex(/^[A-Z]+( [A-Z]+){0,3}$/, "a privilege name in capitals, such as SELECT")))
  .check(z.minLength(1));

const provisionEvent = z.strictObject({
  action: z.literal("provision"),
  secretId,
  adminSecretId: secretId,
  /** What the first value says; `mysql` when left out. */
  engine: z.optional(z.enum(["mysql", "mariadb"])),
  host,
  port,
  dbname: name(64),
  username,
  /** Name of the secret that the accounts belonged to in the database whose snapshot this one began as: they are taken over. */
  formerSecret: z.optional(text(512)),
  userHost,
  privileges: privilegeNames,
  /** The answer to `track-app-users`: the addresses that the environment's database has and had. */
  tracked: z.optional(z.looseObject({ addresses: z.array(z.looseObject({ host, port })) })),
  tf: terraformBlock,
});

/** Stands for the app users in Terraform's state, under lifecycle_scope CRUD: they are dropped when it is deleted. */
const trackAppUsersEvent = z.strictObject({
  action: z.literal("track-app-users"),
  secretId,
  adminSecretId: secretId,
  host,
  port,
  username,
  tf: terraformBlock,
});

const awaitRotationEvent = z.strictObject({
  action: z.literal("await-rotation"),
  secretId,
  timeoutSeconds: z.int().check(z.minimum(1), z.maximum(840)),
  /** Whatever must make Terraform call again when it changes (schedule, window, code); not read. */
  after: z.optional(z.record(z.string(), z.string())),
  /** Of the package that was planned. The function refuses when it is made of another one. */
  codeDigest: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/, "a SHA-256 in hexadecimal"))),
  /** The answer to `rotation-baseline`: only a later rotation counts. Without it, any rotation of the secret does. */
  baseline: z.optional(z.looseObject({ versionId: z.nullable(text(64)), rotatedAt: z.nullable(text(64)) })),
  /**
   * `awaited`, the default: the caller has started a rotation. `started`: it is started here where none has begun. `not-required`: the
   * secret is not to rotate now, so only the login with AWSCURRENT is proved.
   */
  rotation: z.optional(z.enum(["awaited", "started", "not-required"])),
  tf: terraformBlock,
});

/** Sent before a change that starts a rotation. */
const rotationBaselineEvent = z.strictObject({
  action: z.literal("rotation-baseline"),
  secretId,
  /** Whatever must make Terraform call again when it changes; not read. */
  before: z.optional(z.record(z.string(), z.string())),
});

/** Sent by a person after a leak, so without Terraform's block. */
const expirePreviousEvent = z.strictObject({ action: z.literal("expire-previous"), secretId });

/** Sent by a person before a repair, so without Terraform's block. */
const inspectEvent = z.strictObject({ action: z.literal("inspect"), secretId });

/** What the environment declares of a secret's users: these privileges on this database. */
const declaredPrivileges = z.strictObject({ dbname: name(64), privileges: privilegeNames });

/** An audit of a whole environment, in several calls where it has many secrets: this one is number `part` of `of`. */
const auditedEnvironment = z
  .strictObject({
    name: name(64),
    part: z.int().check(z.minimum(1), z.maximum(100)),
    of: z.int().check(z.minimum(1), z.maximum(100)),
  })
  .check(z.refine(({ part, of }) => part <= of, "part at most of"));

/** Sent by a schedule, so without Terraform's block. */
const auditEvent = z.strictObject({
  action: z.literal("audit"),
  secretIds: z.array(secretId).check(z.minLength(1), z.maxLength(500)),
  /** By secret id. The privileges of a secret that is not named here are compared between its two users only. */
  declared: z.optional(z.record(secretId, declaredPrivileges)),
  /** Only a whole audit is measured: one of a few secrets knows nothing of the others. */
  environment: z.optional(auditedEnvironment),
});

export type StepEvent = z.infer<typeof stepEvent>;
export type ProvisionEvent = z.infer<typeof provisionEvent>;
export type TrackAppUsersEvent = z.infer<typeof trackAppUsersEvent>;
export type AwaitRotationEvent = z.infer<typeof awaitRotationEvent>;
export type RotationBaselineEvent = z.infer<typeof rotationBaselineEvent>;
export type ExpirePreviousEvent = z.infer<typeof expirePreviousEvent>;
export type InspectEvent = z.infer<typeof inspectEvent>;
export type AuditEvent = z.infer<typeof auditEvent>;
export type DeclaredPrivileges = z.infer<typeof declaredPrivileges>;

const ACTION_EVENTS = {
  provision: provisionEvent,
  "track-app-users": trackAppUsersEvent,
  "rotation-baseline": rotationBaselineEvent,
  "await-rotation": awaitRotationEvent,
  "expire-previous": expirePreviousEvent,
  inspect: inspectEvent,
  audit: auditEvent,
} as const;
type ActionName = keyof typeof ACTION_EVENTS;

/** What an event asks for, and for which secret, as log lines name it. */
export interface EventSubject {
  readonly step?: StepName;
  readonly action?: ActionName;
  readonly secretId?: string;
  /** The id of the version that a step works on. */
  readonly token?: string;
  /** How many secrets an audit looks at, in place of `secretId`. */
  readonly secrets?: number;
}

type ActionEvent = {
  readonly [Name in ActionName]: { readonly kind: Name; readonly event: z.infer<(typeof ACTION_EVENTS)[Name]> };
}[ActionName];

/** An event of a known kind, and what it is about. */
export type FunctionEvent = { readonly subject: EventSubject } & (
  | { readonly kind: "step"; readonly event: StepEvent }
  | ActionEvent
);

/** Parses and classifies an event. Throws `bad_event`, which names every wrong field; nothing has been done then. */
export function parseEvent(input: unknown): FunctionEvent {
  // A mutant survives: a loose object keeps members that its shape does not name.
  const shape = z.looseObject({ Step: z.optional(z.unknown()), action: z.optional(z.unknown()) }).safeParse(input);
  if (!shape.success) throw badEvent("the event is not a JSON object", [`(event): found ${found(input)}`]);
  const { Step, action } = shape.data;
  if (Step !== undefined && action !== undefined) {
    throw badEvent("the event has both Step and action", ["Step and action: found both, allowed: one of them"]);
  }
  if (Step !== undefined) {
    const event = checked(stepEvent, input, "the rotation step event is wrong");
    const subject = { step: event.Step, secretId: event.SecretId, token: event.ClientRequestToken };
    return { kind: "step", event, subject };
  }
  if (!isActionName(action)) {
    throw badEvent("the event asks for nothing that this function does", [
      `action: found ${found(action)}, allowed: ${Object.keys(ACTION_EVENTS).map(found).join(", ")}`,
      `Step: not given, allowed: ${STEPS.join(", ")}`,
    ]);
  }
  const event = checked(ACTION_EVENTS[action], input, `the ${action} event is wrong`);
  const about = "secretIds" in event ? { secrets: event.secretIds.length } : { secretId: event.secretId };
  // The table pairs each name with its schema; TypeScript does not follow that through a lookup.
  return { kind: action, event, subject: { action, ...about } } as FunctionEvent;
}

function isActionName(action: unknown): action is ActionName {
  return typeof action === "string" && Object.hasOwn(ACTION_EVENTS, action);
}

function checked<Schema extends z.ZodMiniType>(schema: Schema, input: unknown, problem: string): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw badEvent(
    problem,
    result.error.issues.map((issue) => {
      const path = issue.path.join(".") || "(event)";
      return `${path}: found ${found(valueAt(input, issue.path))}, allowed: ${allowed(issue)}`;
    }),
  );
}

function allowed(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_value":
      return issue.values.map(String).join(", ");
    case "invalid_type":
      return `${issue.expected}`;
    case "too_small":
      return `at least ${issue.minimum}${issue.origin === "string" ? " characters" : ""}`;
    case "too_big":
      return `at most ${issue.maximum}${issue.origin === "string" ? " characters" : ""}`;
    case "unrecognized_keys":
      return `no further key (${issue.keys.map((key) => key.slice(0, 40)).join(", ")})`;
    default:
      return issue.message;
  }
}

function badEvent(problem: string, lines: readonly string[]): RotationError {
  return new RotationError("bad_event", {
    problem: `${problem}: ${lines.slice(0, 12).join("; ")}`,
    remedy: "send an event of the documented form; nothing was done",
  });
}

/** A value as a message may show it: one short line. An event holds no secret by its contract, but its text is not trusted. */
function found(value: unknown): string {
  if (value === undefined) return "nothing";
  // What is in them may be the value of a secret, and nest deeper than `JSON.stringify` can follow.
  if (Array.isArray(value) && value.length > 0) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return "an object";
  const json = JSON.stringify(value) ?? typeof value;
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  // A mutant survives: zod names a member of what is there.
  for (const key of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  return value;
}
