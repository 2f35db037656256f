import { setTimeout as wait } from "node:timers/promises";
import type { RehearsalClock } from "../terminal/clock";
import type { ReadCredential } from "./credential-reader";
import { type Credential, logIn, reasonOf } from "./login";
import type { ClientRecord, LoginRecord } from "./login-record";

/** What one client needs to work. */
export interface ClientOptions {
  readonly client: ClientRecord;
  readonly clock: RehearsalClock;
  readonly read: ReadCredential;
  readonly caPem: string;
  /** Whether its privileges let it write. */
  readonly writes: boolean;
  /** From the end of one login to the start of the next. */
  readonly pauseMs: number;
  readonly onLogin: (login: LoginRecord) => void;
}

/** A client that logs in again and again until it is stopped. */
export interface RunningClient {
  readonly client: ClientRecord;
  /**
   * Makes it read AWSCURRENT anew before its next login. Resolves when it has: from then on no login uses what it held before.
   */
  readAgain(): Promise<void>;
  /** Resolves after the login that is under way. */
  stop(): Promise<void>;
}

/** Starts a client. Each login, failed or not, is reported once, when it has ended. */
export function startClient(options: ClientOptions): RunningClient {
  const { client, clock, read, caPem, writes, pauseMs, onLogin } = options;
  const stopping = new AbortController();
  let held: { readonly credential: Credential; readonly readAtMs: number } | undefined;
  let waiting: (() => void)[] = [];

  const mustRead = (): boolean => {
    if (held === undefined || waiting.length > 0) return true;
    if (client.behaviour.kind === "cached") return clock.nowMs() - held.readAtMs >= client.behaviour.cacheMs;
    return client.behaviour.kind === "every-login";
  };

  const credential = async (): Promise<Credential> => {
    if (held !== undefined && !mustRead()) return held.credential;
    const readAtMs = clock.nowMs();
    const asked = waiting;
    waiting = [];
    held = undefined;
    try {
      held = { credential: await read(), readAtMs };
      return held.credential;
    } finally {
      for (const resolve of asked) resolve();
    }
  };

  const once = async (): Promise<void> => {
    const atMs = clock.nowMs();
    const report = (startedMs: number, login: Pick<LoginRecord, "username" | "versionId" | "outcome">) =>
      onLogin({ client: client.name, atMs: startedMs, durationMs: clock.nowMs() - startedMs, ...login });
    let current: Credential;
    try {
      current = await credential();
    } catch (error) {
      report(atMs, { username: "?", versionId: "?", outcome: { ok: false, during: "read", reason: reasonOf(error) } });
      return;
    }
    const startedMs = clock.nowMs();
    const outcome = await logIn(current, caPem, { client: client.name, writes });
    report(startedMs, { username: current.username, versionId: current.versionId, outcome });
  };

  const running = (async () => {
    while (!stopping.signal.aborted) {
      await once();
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    for (const resolve of waiting) resolve();
  })();

  return {
    client,
    readAgain: () => (stopping.signal.aborted ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
