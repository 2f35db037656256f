/** For this long a test counts: Secrets Manager calls finishSecret right after testSecret. */
const FRESH_MS = 300_000;
const MAX_VERSIONS = 100;

/**
 * The versions that testSecret has just proved in this process, so that finishSecret need not prove them again. It only saves the
 * repetition: a process that does not remember a test makes one. Nothing secret is in it.
 */
export class TestedVersions {
  private readonly testedAt = new Map<string, number>();

  remember(secretArn: string, token: string, now: number): void {
    if (this.testedAt.size >= MAX_VERSIONS) this.testedAt.clear();
    this.testedAt.set(keyOf(secretArn, token), now);
  }

  isFresh(secretArn: string, token: string, now: number): boolean {
    const at = this.testedAt.get(keyOf(secretArn, token));
    return at !== undefined && now - at < FRESH_MS;
  }
}

function keyOf(secretArn: string, token: string): string {
  return `${secretArn} ${token}`;
}
