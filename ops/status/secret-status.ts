import type { SecretAudit } from "../../rotation-fn/actions/audit-findings";
import type { VersionAge } from "../aws/ports";
import type { OutcomeLine } from "../rotation/outcome-line";

/** One app secret as `status` shows it. What could not be found out is left out or `unknown`. */
export interface SecretStatus {
  /** In Secrets Manager: `dev/shop`. */
  readonly secret: string;
  /** In the environment file: `shop`. */
  readonly name: string;
  readonly arn?: string;
  readonly existence: "deployed" | "not-deployed" | "waits-for-deletion";
  readonly strategy: string;
  /** The user that AWSCURRENT names. */
  readonly user?: string;
  /** Whether a login with AWSCURRENT works now. */
  readonly login: "works" | "fails" | "unknown";
  readonly versions: readonly VersionAge[];
  readonly rotation: {
    readonly isOn: boolean;
    readonly lastAt?: Date;
    /** The end of the next window. */
    readonly nextAt?: Date;
    /** As the environment file asks for it. */
    readonly requestedWindow: string;
    /** As the secret has it: spread over the window where several secrets share one. */
    readonly deployedWindow?: string;
    readonly isOverdue: boolean;
    readonly isStuck: boolean;
  };
  /** How many changes would make the two users of the pair alike. */
  readonly grantDrift?: number;
  readonly lastFailure?: { readonly at: Date; readonly step: string; readonly code: string; readonly message: string };
  /** One sentence for each thing that needs attention. */
  readonly problems: readonly string[];
  /** The command to start with. */
  readonly next?: string;
}

/** Of the last 24 hours, for all secrets of an environment at once. */
export type FailuresByArn = ReadonlyMap<string, OutcomeLine>;

export function loginOf(audit: SecretAudit | undefined): SecretStatus["login"] {
  if (audit?.loginFails === undefined) return "unknown";
  return audit.loginFails ? "fails" : "works";
}

/** Whether a person has to look at it. A failure that was followed by a rotation needs no action. */
export function needsAttention({ problems }: SecretStatus): boolean {
  return problems.length > 0;
}
