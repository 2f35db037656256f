import type { HumanHelp } from "../needs-human";
import type { Clock } from "../ports/clock";
import type { StrategyContext } from "../strategies/strategy";

export interface AuditContext extends Omit<StrategyContext, "secret"> {
  readonly clock: Clock;
}

/** What the parts of an audit find out about one secret; what they cannot find out is left out. Nothing in it is secret. */
export interface Readings {
  readonly daysSinceRotation?: number;
  readonly rotationOverdue?: boolean;
  readonly pendingStuck?: boolean;
  /** How long the pending version has been there, at least. */
  readonly pendingHours?: number;
  readonly loginFails?: boolean;
  /** The user that AWSCURRENT names. */
  readonly user?: string;
  /** How many things about the accounts of the secret's users are not as they should be. */
  readonly grantDrift?: number;
  /** How many passwords open an account of the secret and are held by no label of it. */
  readonly unlabelledPasswords?: number;
}

/** What is known about one secret after an audit. */
export interface SecretAudit extends Readings {
  readonly secretId: string;
  readonly secret: string;
  /** True only when everything is known and as it should be. False when a person should look: one of the metrics is not 0. */
  readonly healthy: boolean;
  readonly auditFailed: boolean;
  /** One sentence for each thing that is not as it should be. */
  readonly problems: readonly string[];
}

/** What one part of the audit returns. */
export interface Findings extends Readings {
  /** True when the part could not find out everything. */
  readonly auditFailed?: boolean;
  readonly problems?: readonly string[];
  readonly help?: HumanHelp;
}

/** The findings of several parts as one. A failing login is the most urgent, so its help comes first. */
export function mergeFindings(parts: readonly Findings[]): Findings {
  const urgentFirst = [...parts.filter(({ loginFails }) => loginFails === true), ...parts];
  const help = urgentFirst.find((part) => part.help !== undefined)?.help;
  return {
    ...Object.assign({}, ...parts),
    auditFailed: parts.some(({ auditFailed }) => auditFailed === true),
    problems: parts.flatMap(({ problems }) => problems ?? []),
    ...(help === undefined ? {} : { help }),
  };
}

/** One kind of thing that is not as it should be. */
export interface Deviation {
  /** A sentence that says what, and what to do. */
  readonly problem: string;
  /** How many of the kind there are. */
  readonly count: number;
}

const MAX_NAMED = 10;

/** A list as a sentence may show it. */
export function inShort(all: readonly string[]): string {
  const more = all.length - MAX_NAMED;
  return `${all.slice(0, MAX_NAMED).join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}
