import { TestedVersions } from "../../../rotation-fn/steps/tested-versions";

/** What a process of the function remembers, in a form that another one can be given. */
export class ProcessMemory extends TestedVersions {
  private readonly lines = new Set<string>();

  constructor(facts: readonly string[] = []) {
    super();
    for (const fact of facts) {
      const [kind, arn, token, version] = fact.split(" ");
      if (kind === "tested") this.remember(arn ?? "", token ?? "", 0);
      else this.rememberCompared(arn ?? "", token ?? "", version);
    }
  }

  get facts(): readonly string[] {
    return [...this.lines].sort();
  }

  override remember(secretArn: string, token: string, now: number): void {
    super.remember(secretArn, token, now);
    this.lines.add(`tested ${secretArn} ${token}`);
  }

  override rememberCompared(secretArn: string, token: string, currentVersion: string | undefined): void {
    super.rememberCompared(secretArn, token, currentVersion);
    // Only the last one counts.
    for (const line of this.lines) if (line.startsWith(`compared ${secretArn} ${token}`)) this.lines.delete(line);
    if (currentVersion !== undefined) this.lines.add(`compared ${secretArn} ${token} ${currentVersion}`);
  }
}
