import { randomUUID } from "node:crypto";
import type { Secret } from "../state";
import type { InvokeFunction, RetryPolicy, RotationProgress, RotationResult } from "./progress";
import type { RotationKind, Rotations } from "./rotations";
import { type RotationOutcome, runRotation } from "./run-rotation";

interface RunnerOptions {
  readonly invokeFunction: InvokeFunction;
  readonly retry: RetryPolicy;
  /** The service's clock, for LastRotatedDate. */
  readonly now: () => number;
}

interface Run {
  readonly abort: AbortController;
  readonly result: Promise<RotationResult>;
}

/** Runs rotations beside the HTTP server: at most one for a secret at a time, any number of secrets at once. */
export class RotationRunner implements Rotations {
  readonly #options: RunnerOptions;
  readonly #listeners = new Set<(event: RotationProgress) => void>();
  readonly #running = new Map<string, Run>();
  readonly #finished = new Map<string, RotationResult>();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  start(secret: Secret, versionId: string, kind: RotationKind): void {
    if (this.isRunning(secret)) throw new Error(`a rotation of ${secret.arn} is already running`);
    const abort = new AbortController();
    const result = this.#run(secret, versionId, kind, abort.signal).then((ended) => {
      // Not when a later rotation has taken the place of this one, which was cancelled.
      if (this.#running.get(secret.arn)?.abort === abort) {
        this.#running.delete(secret.arn);
        this.#finished.set(secret.arn, ended);
      }
      return ended;
    });
    this.#running.set(secret.arn, { abort, result });
  }

  /** A cancelled rotation does not count, even while its last step still runs: the service starts the next one beside it. */
  isRunning(secret: Secret): boolean {
    return this.#running.get(secret.arn)?.abort.signal.aborted === false;
  }

  cancel(secret: Secret): void {
    this.#running.get(secret.arn)?.abort.abort("the rotation was cancelled");
  }

  /** The result of the rotation that is running, or else of the last one; undefined if there never was one. */
  result(secret: Pick<Secret, "arn">): Promise<RotationResult> | undefined {
    const finished = this.#finished.get(secret.arn);
    return this.#running.get(secret.arn)?.result ?? (finished && Promise.resolve(finished));
  }

  listen(listener: (event: RotationProgress) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends every rotation after the step that is running. Does not wait for it. */
  stop(): void {
    for (const run of this.#running.values()) run.abort.abort("the server was closed");
  }

  async #run(secret: Secret, versionId: string, kind: RotationKind, signal: AbortSignal): Promise<RotationResult> {
    const startedAt = Date.now();
    const identity = { secretId: secret.arn, secretName: secret.name, versionId };
    // The reply to RotateSecret goes out first: it "starts the asynchronous process".
    await new Promise((resolve) => setImmediate(resolve));
    this.#emit({ kind: "rotation-started", ...identity, attempt: 1, startedAt });
    const outcome: RotationOutcome = await runRotation({
      secret,
      versionId,
      kind,
      signal,
      ...this.#options,
      rotationToken: randomUUID(),
      emit: (event) => this.#emit({ ...identity, ...event }),
    });
    const { attempts, ...result } = outcome;
    this.#emit({
      kind: "rotation-ended",
      ...identity,
      attempt: attempts,
      startedAt,
      endedAt: Date.now(),
      outcome: result.status === "succeeded" ? "ok" : "failed",
      ...(result.reason === undefined ? {} : { errorMessage: result.reason }),
    });
    return result;
  }

  #emit(event: RotationProgress): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        // A listener only watches: its failure is reported and does not change the rotation.
        process.emitWarning(`a listener of rotations failed: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
}
