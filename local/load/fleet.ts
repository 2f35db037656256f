import type { RehearsalClock } from "../terminal/clock";
import { startClient } from "./client";
import type { ReadCredential } from "./credential-reader";
import type { ClientRecord, LoginRecord } from "./login-record";

/** How long the caching client keeps what it read: less than the shortest pause between two rotations. */
export const CACHE_MS = 500;

/**
 * The clients of one secret, after real applications: two that ask for the credential at every login, one that caches it for a
 * while, and a staleClient that keeps it through a whole rotation, which is as long as alternating users promise.
 */
export const CLIENTS: readonly ClientRecord[] = [
  { name: "web-1", behaviour: { kind: "every-login" } },
  { name: "web-2", behaviour: { kind: "every-login" } },
  { name: "worker", behaviour: { kind: "cached", cacheMs: CACHE_MS } },
  { name: "report", behaviour: { kind: "staleClient" } },
];

/**
 * Different rhythms, so that logins fall into every moment of a rotation and clients do not march in step; and slow enough that
 * all clients together need less than half a processor: what is measured is the rotation, not the queue in front of it.
 */
const PAUSES_MS = [71, 83, 67, 79] as const;

/** What all clients of a secret share. */
export interface FleetOptions {
  readonly clock: RehearsalClock;
  readonly read: ReadCredential;
  readonly caPem: string;
  readonly writes: boolean;
  readonly onLogin: (login: LoginRecord) => void;
  /** From login to login of each client, in milliseconds. Default: as a rehearsal needs it. */
  readonly pausesMs?: readonly number[];
}

/** The running clients of one secret. */
export interface Fleet {
  /** Has the clients that keep a credential for a whole rotation read it anew. Await it before a rotation that would end the one they keep. */
  renewKeptCredentials(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts every client of one secret. */
export function startFleet(options: FleetOptions): Fleet {
  const { pausesMs = PAUSES_MS } = options;
  const running = CLIENTS.map((client, index) =>
    startClient({ ...options, client, pauseMs: pausesMs[index % pausesMs.length] ?? 40 }),
  );
  const staleClients = running.filter(({ client }) => client.behaviour.kind === "staleClient");
  return {
    renewKeptCredentials: async () => void (await Promise.all(staleClients.map((client) => client.readAgain()))),
    stop: async () => void (await Promise.all(running.map((client) => client.stop()))),
  };
}
