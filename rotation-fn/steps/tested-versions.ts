/** For this long a test counts: Secrets Manager calls finishSecret right after testSecret. */
const FRESH_MS = 300_000;
const MAX_VERSIONS = 100;

/**
 * What this process has just found out about pending versions, so that finishSecret need not find it out again: that testSecret has proved one,
 * and with which version setSecret has compared it. It only saves the repetition: a process that does not remember looks again. Nothing
 * secret is in it.
 */
export class TestedVersions {
  private readonly testedAt = new Map<string, number>();
  private readonly comparedWith = new Map<string, string>();

  remember(secretArn: string, token: string, now: number): void {
    if (this.testedAt.size >= MAX_VERSIONS) this.testedAt.clear();
    this.testedAt.set(keyOf(secretArn, token), now);
  }

  /** setSecret has compared the pending value with this version, which was AWSCURRENT then. */
  rememberCompared(secretArn: string, token: string, currentVersion: string | undefined): void {
    if (this.comparedWith.size >= MAX_VERSIONS) this.comparedWith.clear();
    // A mutant survives: `wasComparedWith` says no to undefined whatever is stored.
    if (currentVersion !== undefined) this.comparedWith.set(keyOf(secretArn, token), currentVersion);
  }

  /** Whether AWSCURRENT is still the version that setSecret has compared the pending value with. */
  wasComparedWith(secretArn: string, token: string, currentVersion: string | undefined): boolean {
    return currentVersion !== undefined && this.comparedWith.get(keyOf(secretArn, token)) === currentVersion;
  }

  isFresh(secretArn: string, token: string, now: number): boolean {
    const at = this.testedAt.get(keyOf(secretArn, token));
    // A mutant survives: the difference to undefined is not below anything.
    return at !== undefined && now - at < FRESH_MS;
  }
}

function keyOf(secretArn: string, token: string): string {
  return `${secretArn} ${token}`;
}
