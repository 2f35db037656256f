import { setTimeout as wait } from "node:timers/promises";
import { type RunningClient, startClient } from "../../local/load/client";
import { credentialReader } from "../../local/load/credential-reader";
import type { RehearsedSecret } from "../../local/rehearsal/secrets";
import { startClock } from "../../local/terminal/clock";
import { type LoginFigures, LoginStatistics } from "./login-statistics";
import type { SoakOptions } from "./options";
import { rotateOnce } from "./rotate-once";
import type { Situation } from "./situations";
import type { SoakWorld } from "./soak-world";

/** What was found in one situation. */
export interface SituationFound extends LoginFigures {
  readonly situation: Situation;
  readonly rotations: number;
  /** Rotations that Secrets Manager gave up and that an operator had to start again. */
  readonly repeated: number;
  /** Secrets whose rotation did not end although everything was well again. */
  readonly stuck: readonly string[];
  readonly seconds: number;
}

const CACHE_MS = 500;
const PAUSE_MS = 20;
const ROTATIONS_AT_ONCE = 8;
const MAX_REPEATS = 5;
const BUSY_MS = 10;
const BETWEEN_REPEATS_MS = 1_000;
const PROGRESS_MS = 30_000;

/** Goes through the situations, one after the other, with clients that never stop. */
export async function runSoak(
  world: SoakWorld,
  options: SoakOptions,
  signal: AbortSignal,
  say: (words: string) => void,
): Promise<readonly SituationFound[]> {
  const { situations, clients, minutes } = options;
  const clock = startClock();
  const statistics = new LoginStatistics();
  const clientsOf = new Map(world.secrets.map((secret) => [secret, [] as RunningClient[]]));
  for (let index = 0; index < clients; index++) {
    const secret = world.secrets[index % world.secrets.length];
    if (secret === undefined) throw new TypeError("no secret");
    const client = startClient({
      client: { name: `client${index}`, behaviour: { kind: "cached", cacheMs: CACHE_MS } },
      clock,
      read: credentialReader(world.client, secret.arn, world.register),
      caPem: world.caPem,
      writes: true,
      pauseMs: PAUSE_MS,
      onLogin: (login) => statistics.add(login),
    });
    clientsOf.get(secret)?.push(client);
  }
  // A credential works through one rotation. Where a secret rotates again before a client's cache has ended, the client would hold an older one.
  const rotate = async (secret: RehearsedSecret): Promise<boolean> => {
    await Promise.all((clientsOf.get(secret) ?? []).map((client) => client.readAgain()));
    return rotateOnce(world, secret);
  };
  const shares = situations.reduce((sum, { share }) => sum + share, 0);
  const found: SituationFound[] = [];
  try {
    for (const situation of situations) {
      const share = situation.share / shares;
      const isOver = deadlineOf(minutes * share, signal);
      say(`${world.engine}, ${situation.name}: ${situation.about}`);
      found.push(await runSituation({ world, situation, isOver, statistics, options, share, say, rotate }));
    }
  } finally {
    await Promise.all([...clientsOf.values()].flat().map((client) => client.stop()));
  }
  return found;
}

function deadlineOf(minutes: number, signal: AbortSignal): () => boolean {
  const endAt = performance.now() + minutes * 60_000;
  return () => {
    signal.throwIfAborted();
    return performance.now() > endAt;
  };
}

interface SituationInput {
  readonly world: SoakWorld;
  readonly situation: Situation;
  readonly isOver: () => boolean;
  readonly statistics: LoginStatistics;
  readonly options: SoakOptions;
  readonly share: number;
  readonly say: (words: string) => void;
  /** Whether the rotation ended. */
  readonly rotate: (secret: RehearsedSecret) => Promise<boolean>;
}

async function runSituation(input: SituationInput): Promise<SituationFound> {
  const { world, situation, isOver, statistics, options, share, say, rotate } = input;
  const startedAt = performance.now();
  const over = new AbortController();
  const lasting = situation.during(world, over.signal);
  let [rotations, repeated] = [0, 0];
  const left = Math.max(1, Math.round(options.rotations * share));
  let [begun, next] = [0, 0];
  const busy = new Set<RehearsedSecret>();
  const unfinished = new Set<RehearsedSecret>();
  const rotator = async (): Promise<void> => {
    while (begun < left && unfinished.size < world.secrets.length && !isOver()) {
      const secret = world.secrets[next++ % world.secrets.length];
      // One rotation of a secret at a time; one that failed is for the operator.
      if (secret === undefined || busy.has(secret) || unfinished.has(secret)) {
        await wait(BUSY_MS);
        continue;
      }
      begun += 1;
      busy.add(secret);
      if (await rotate(secret)) rotations += 1;
      else unfinished.add(secret);
      busy.delete(secret);
    }
  };
  const progress = setInterval(() => {
    say(`${world.engine}, ${situation.name}: ${rotations} of ${left} rotations, ${statistics.count} logins`);
  }, PROGRESS_MS);
  try {
    const atOnce = Math.min(ROTATIONS_AT_ONCE, world.secrets.length);
    await Promise.all(Array.from({ length: atOnce }, rotator));
    while (situation.name === "steady" && statistics.count < options.logins * share && !isOver()) await wait(100);
  } finally {
    clearInterval(progress);
    over.abort();
    await lasting;
  }
  const stuck: string[] = [];
  for (const secret of unfinished) {
    repeated += 1;
    if (await rotateInTheEnd(secret, rotate)) rotations += 1;
    else stuck.push(secret.name);
  }
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  return { situation, rotations, repeated, stuck, seconds, ...statistics.take() };
}

async function rotateInTheEnd(secret: RehearsedSecret, rotate: SituationInput["rotate"]): Promise<boolean> {
  for (let repeat = 0; repeat < MAX_REPEATS; repeat++) {
    if (await rotate(secret)) return true;
    await wait(BETWEEN_REPEATS_MS);
  }
  return false;
}
