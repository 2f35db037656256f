import type { LoginRecord } from "../../local/load/login-record";

/** What the clients met. */
export interface LoginFigures {
  readonly logins: number;
  /** The server refused the credential: what must never happen to alternating users. */
  readonly refused: number;
  /** Failed for another reason: the server was full, gone or too slow, or the secret could not be read. */
  readonly unavailable: number;
  /** Of the longest login that succeeded. */
  readonly worstMs: number;
  /** The longest time in which a client had no login that succeeded, from the end of one to the end of the next. */
  readonly longestGapMs: number;
  /** One reason for each kind of failure. */
  readonly reasons: readonly string[];
}

/** Adds up logins as they end. */
export class LoginStatistics {
  private logins = 0;
  private refused = 0;
  private unavailable = 0;
  private worstMs = 0;
  private longestGapMs = 0;
  private readonly reasons = new Map<string, string>();
  private readonly lastEnds = new Map<string, number>();

  add({ client, atMs, durationMs, outcome }: LoginRecord): void {
    this.logins += 1;
    const endMs = atMs + durationMs;
    if (outcome.ok) {
      this.worstMs = Math.max(this.worstMs, durationMs);
      this.longestGapMs = Math.max(this.longestGapMs, endMs - (this.lastEnds.get(client) ?? endMs));
      this.lastEnds.set(client, endMs);
      return;
    }
    const isRefused = /^(ER_ACCESS_DENIED|ER_DBACCESS_DENIED|ER_TABLEACCESS_DENIED|ER_ACCOUNT_HAS_BEEN_LOCKED)/.test(
      outcome.reason,
    );
    if (isRefused) this.refused += 1;
    else this.unavailable += 1;
    const kind = /^\w+/.exec(outcome.reason)?.[0] ?? "";
    if (!this.reasons.has(kind)) this.reasons.set(kind, `${outcome.during}: ${outcome.reason.slice(0, 160)}`);
  }

  /** The figures since the last call. Gaps are counted from the logins before it, too. */
  take(): LoginFigures {
    const { logins, refused, unavailable } = this;
    const [worstMs, longestGapMs] = [Math.round(this.worstMs), Math.round(this.longestGapMs)];
    const reasons = [...this.reasons.values()];
    this.logins = this.refused = this.unavailable = this.worstMs = this.longestGapMs = 0;
    this.reasons.clear();
    return { logins, refused, unavailable, worstMs, longestGapMs, reasons };
  }

  get count(): number {
    return this.logins;
  }
}
