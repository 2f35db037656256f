/** One request, as others may see it. It never holds a secret value. */
export interface RecordedCall {
  /** 1 for the first request of this server. */
  readonly sequence: number;
  /** `GetSecretValue`, … */
  readonly operation: string;
  /** As the caller wrote it: a name, an ARN or part of one. The name, for CreateSecret. */
  readonly secretId?: string;
  /** From the credential scope of the Authorization header: tells callers apart. `anonymous` without one. */
  readonly accessKeyId: string;
  /** Arrival, in milliseconds since the epoch, of the real clock. */
  readonly at: number;
  /** Type of the error that the service answered with. Absent while the request is being answered, and on success. */
  readonly errorType?: string;
}

/** Keeps the requests of a server in order of arrival. */
export class CallRecorder {
  readonly #calls: RecordedCall[] = [];

  /** All requests so far. The array does not change afterwards. */
  calls(): readonly RecordedCall[] {
    return [...this.#calls];
  }

  begin(operation: string, input: unknown, accessKeyId: string): RecordedCall {
    const secretId = namedSecret(input);
    const call: RecordedCall = {
      sequence: this.#calls.length + 1,
      operation,
      ...(secretId === undefined ? {} : { secretId }),
      accessKeyId,
      at: Date.now(),
    };
    this.#calls.push(call);
    return call;
  }

  fail(call: RecordedCall, errorType: string): RecordedCall {
    const failed = { ...call, errorType };
    this.#calls[call.sequence - 1] = failed;
    return failed;
  }
}

function namedSecret(input: unknown): string | undefined {
  if (typeof input !== "object" || input === null) return undefined;
  const { SecretId, Name } = input as { readonly SecretId?: unknown; readonly Name?: unknown };
  const named = SecretId ?? Name;
  return typeof named === "string" ? named : undefined;
}
