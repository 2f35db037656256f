import { EnvironmentError, parseEnvironment } from "../../environments";
import { sampleWith } from "./sample-environment";

/** One mistake in an otherwise right environment file, and the problem that must be reported for it, alone. */
export interface Mistake {
  readonly of: string;
  /** Where the value is written. */
  readonly at: string;
  readonly value: unknown;
  /** How the rule begins, after "allowed: ". */
  readonly allowed: string;
  /** Where it is reported, when that is not where it was written. */
  readonly reportedAt?: string;
  /** What the message says was found, when that is not the value. */
  readonly found?: string;
}

/** A mistake in one line. */
export function mistake(
  of: string,
  at: string,
  value: unknown,
  allowed: string,
  reported: Pick<Mistake, "reportedAt" | "found"> = {},
): Mistake {
  return { of, at, value, allowed, ...reported };
}

/**
 * One test for each mistake: one problem, at the right place, with what was found, what is allowed and what to do. `besides` is what
 * else differs from the sample, where the mistake can only be made in another environment.
 */
export function refusesEach(mistakes: readonly Mistake[], besides: Readonly<Record<string, unknown>> = {}): void {
  test.each(mistakes)("is refused for $of", ({ at, value, allowed, reportedAt, found }) => {
    const { problems, message } = refusal(() => parseEnvironment("dev", sampleWith({ ...besides, [at]: value })));
    expect(problems).toEqual([
      {
        path: `dev.${reportedAt ?? at}`,
        found: found ?? JSON.stringify(value),
        rule: expect.stringMatching(/^allowed: .+; what to do: .+/),
      },
    ]);
    expect(problems[0]?.rule.slice("allowed: ".length)).toContain(allowed);
    expect(message).toContain(`  dev.${reportedAt ?? at}: found ${found ?? JSON.stringify(value)}; allowed: `);
  });
}

/** The error that `parse` throws; anything else fails the test. */
export function refusal(parse: () => unknown): EnvironmentError {
  try {
    parse();
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
