import { fullJitterMs } from "./backoff";
import type { DatabaseCredential, StagingLabel } from "./database-credential";
import { CredentialError } from "./errors";
import type { ReadSecret } from "./read-secret";
import type { Runtime } from "./runtime";

const PAUSES = { firstMs: 100, maxMs: 2_000 } as const;

export interface RetriedRead {
  readonly secretId: string;
  readonly read: ReadSecret;
  readonly label: StagingLabel;
  /** Bounds all attempts and the pauses between them. */
  readonly timeoutMs: number;
  readonly runtime: Runtime;
  /** Ends the read with `closed`. */
  readonly closed: AbortSignal;
}

/**
 * Reads one version, and repeats what fails with `throttled` or `unreachable`, after pauses with exponential back-off and full jitter, until
 * the time is over. Rejects with the last error; with any other error at once.
 */
export async function readWithRetries(options: RetriedRead): Promise<DatabaseCredential> {
  const { secretId, read, label, timeoutMs, runtime, closed } = options;
  const ending = new AbortController();
  const end = () => ending.abort();
  const cancel = runtime.schedule(timeoutMs, end);
  // Not AbortSignal.any: `closed` lives as long as the credential, and would keep what is made of it.
  closed.addEventListener("abort", end, { once: true });
  const { signal } = ending;
  let last = timedOut(secretId, timeoutMs);
  try {
    for (let failures = 0; !signal.aborted; ) {
      try {
        return await unlessAborted(read(label, signal), signal);
      } catch (error) {
        if (closed.aborted) break;
        if (!CredentialError.is(error)) throw error;
        if (!error.isTransient) throw error;
        // An attempt that the time's end cut short says less than the one before it.
        if (!signal.aborted) last = error;
      }
      failures += 1;
      await runtime.sleep(fullJitterMs(failures, PAUSES, runtime.random), signal);
    }
    throw closed.aborted ? closedError(secretId) : last;
  } finally {
    cancel();
    closed.removeEventListener("abort", end);
  }
}

/** The outcome of a promise, or a rejection when the signal comes first: a client need not heed it. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new CredentialError("unreachable", CUT_SHORT));
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    promise.catch(() => undefined);
  }
}

const CUT_SHORT = {
  failed: "reading a secret was cut short",
  found: "the time was over, or the credential was closed",
  remedy: "read the error that this one is replaced by",
} as const;

function timedOut(secretId: string, timeoutMs: number): CredentialError {
  return new CredentialError("unreachable", {
    failed: `reading secret ${secretId} from Secrets Manager timed out`,
    found: `no answer in ${timeoutMs} ms`,
    remedy: "check the network path to Secrets Manager: VPC endpoint, security groups, DNS, proxy",
  });
}

export function closedError(secretId: string): CredentialError {
  return new CredentialError("closed", {
    failed: `the credential of secret ${secretId} cannot be used`,
    found: "close() was called, or end() of its pool",
    remedy: "create a new credential or pool",
  });
}
