import { setTimeout as wait } from "node:timers/promises";
import { type Connection, createConnection } from "mysql2/promise";
import { untilInterrupted } from "../../local/terminal/interruption";
import type { SoakWorld } from "./soak-world";

/** What goes wrong while secrets rotate and clients log in. */
export interface Situation {
  readonly name: string;
  readonly about: string;
  /** The part of all rotations that are made in it. */
  readonly share: number;
  /** True where the server turns logins away for reasons of its own: only a refused credential counts as a failure then. */
  readonly losesLogins: boolean;
  /** Lasts until the signal is aborted. */
  during(world: SoakWorld, signal: AbortSignal): Promise<void>;
}

const DELAY_MS = 100;
const THROTTLED_SHARE = 0.5;
/** So that several restarts strike rotations: all of them together take about a minute. */
const RESTART_EVERY_MS = 20_000;
const STORM_MS = 3_000;
const CALM_MS = 5_000;

export const SITUATIONS: readonly Situation[] = [
  {
    name: "steady",
    about: "nothing goes wrong",
    share: 0.6,
    losesLogins: false,
    during: async (_, signal) => untilInterrupted(signal),
  },
  {
    name: "slow",
    about: `everything that the database says comes ${DELAY_MS} ms later`,
    share: 0.1,
    losesLogins: false,
    async during({ relay }, signal) {
      relay.delayMs = DELAY_MS;
      await untilInterrupted(signal);
      relay.delayMs = 0;
    },
  },
  {
    name: "throttled",
    about: `Secrets Manager throttles ${100 * THROTTLED_SHARE} % of the function's calls`,
    share: 0.1,
    losesLogins: false,
    async during({ throttle }, signal) {
      throttle.share = THROTTLED_SHARE;
      await untilInterrupted(signal);
      throttle.share = 0;
    },
  },
  {
    name: "storm",
    about: "connections up to the server's limit, again and again",
    share: 0.1,
    losesLogins: true,
    async during(world, signal) {
      while (!signal.aborted) {
        const held = await allConnections(world);
        await wait(STORM_MS, undefined, { signal }).catch(() => undefined);
        for (const connection of held) connection.destroy();
        await wait(CALM_MS, undefined, { signal }).catch(() => undefined);
      }
    },
  },
  {
    name: "restarts",
    about: `the database is restarted at once, and then every ${RESTART_EVERY_MS / 1000} s`,
    share: 0.1,
    losesLogins: true,
    async during(world, signal) {
      while (!signal.aborted) {
        await world.restart();
        await wait(RESTART_EVERY_MS, undefined, { signal }).catch(() => undefined);
      }
    },
  },
];

/** Opens connections, as an application with a broken pool does, until the server takes no more. */
async function allConnections({ storm, caPem, maxConnections }: SoakWorld): Promise<readonly Connection[]> {
  const { host, port, username: user, password } = storm;
  const held: Connection[] = [];
  for (let tried = 0; tried < 2 * maxConnections; tried++) {
    try {
      held.push(await createConnection({ host, port, user, password, ssl: { ca: caPem, verifyIdentity: true } }));
    } catch {
      break;
    }
  }
  // Ended by the server, such a connection must not end this process.
  for (const connection of held) connection.on("error", () => undefined);
  return held;
}
