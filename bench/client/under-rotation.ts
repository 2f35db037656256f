import { ENGINE_TITLES, type LocalEngine } from "../../local/mysql/program";
import { pause } from "../../local/terminal/interruption";
import type { StrategyName } from "../../rotation-fn/settings";
import type { Goal, Measurement } from "../measurement";
import { figure } from "../report/figures";
import { atMost } from "../report/goals";
import { numbers, type Table, words } from "../report/table";
import type { Stage } from "../world/stage";
import type { World } from "../world/world";
import { contestantsFor, OURS, TITLES } from "./contestants";
import type { InstalledProgram } from "./installed-program";
import { CLOSE_EVERY_MS, CONNECTIONS, type ContestantName, type LoadReport, QUERY_MS } from "./program/order";
import { type RotatingSecret, rotatingSecret } from "./rotating-secret";

/** How long each is measured: this package as long as its promise is to hold, the others until it is plain what becomes of them. */
const SECONDS: Readonly<Partial<Record<ContestantName, number>>> = { rotating: 60, "rotating-fast": 20 };
const SECONDS_OF_OTHERS = 10;
const ROTATE_EVERY_MS = 2_000;
/** Among all other measurements. */
const SECONDS_AMONG_OTHERS = 5;

function secondsOf(name: ContestantName, { isChoice }: World): number {
  return isChoice ? (SECONDS[name] ?? SECONDS_OF_OTHERS) : SECONDS_AMONG_OTHERS;
}

const ANSWER_TIMEOUT_MS = 30_000;
const MAX_LOGINS_A_ROTATION = CONNECTIONS + ROTATE_EVERY_MS / CLOSE_EVERY_MS;
/** One refused version in 2 seconds is read once; the background reads once in 0.7 to 0.9 s. */
const MAX_READS_A_MINUTE = { rotating: 60, "rotating-fast": 130 } as const;

interface Seen extends LoadReport {
  readonly name: ContestantName;
  readonly seconds: number;
  readonly reads: number;
  readonly rotations: number;
}

/** One client after the other, each in a process of its own, while their one secret rotates all the time. */
export function underRotation(
  engine: LocalEngine,
  strategy: StrategyName,
  install: (world: World) => Promise<InstalledProgram>,
): Measurement {
  return {
    name: `client-${engine}-${strategy}`,
    about: `applications under ${strategy} on ${ENGINE_TITLES[engine]}, a rotation every ${ROTATE_EVERY_MS / 1_000} s`,
    async measure(world) {
      const program = await install(world);
      const stage = await world.stage(engine);
      const secret = await rotatingSecret(world, stage, strategy);
      const stopping = new AbortController();
      const rotating = secret.rotateEvery(ROTATE_EVERY_MS, stopping.signal);
      const seen: Seen[] = [];
      const measureAll = async (): Promise<void> => {
        for (const name of contestantsFor(engine, strategy)) {
          world.say(`${TITLES[name]}, ${secondsOf(name, world)} s`);
          seen.push(await measureOne(name, world, program, stage, secret));
        }
      };
      // A rotation that fails ends the measurement.
      await Promise.race([measureAll(), rotating]).finally(() => stopping.abort());
      await rotating;
      const versions = program.versions;
      return {
        engines: [engine],
        tables: [table(engine, strategy, seen, versions)],
        goals: goals(engine, strategy, seen),
        figures: seen,
      };
    },
  };
}

async function measureOne(
  name: ContestantName,
  world: World,
  program: InstalledProgram,
  { calls }: Stage,
  secret: RotatingSecret,
): Promise<Seen> {
  const accessKeyId = `${name}-${secret.order.address.database}`.toUpperCase();
  const child = await program.start({ ...secret.order, task: "load", contestants: [name] }, accessKeyId);
  const seconds = secondsOf(name, world);
  const before = { reads: calls.by(accessKeyId), rotations: secret.rotations() };
  child.write("start");
  await pause(seconds * 1_000, world.signal);
  const reads = calls.by(accessKeyId) - before.reads;
  const rotations = secret.rotations() - before.rotations;
  child.write("stop");
  const report: LoadReport = JSON.parse(await child.next(ANSWER_TIMEOUT_MS));
  await child.stop();
  return { name, ...report, seconds, reads, rotations };
}

const failedIn = ({ failures }: Seen): number => Object.values(failures).reduce((sum, one) => sum + one, 0);
const loginsARotation = ({ logins, rotations }: Seen): number => logins / rotations;
const readsAMinute = ({ seconds, reads }: Seen): number => (reads * 60) / seconds;

function table(engine: LocalEngine, strategy: string, seen: readonly Seen[], versions: string): Table {
  return {
    title: `Applications under ${strategy}, ${ENGINE_TITLES[engine]}`,
    columns: [
      words("client"),
      ...[
        "seconds",
        "failed queries",
        "good ones",
        "ms: median",
        "p99",
        "max",
        "reads a minute",
        "logins a rotation",
      ].map(numbers),
    ],
    rows: seen.map((one) => [
      TITLES[one.name],
      figure(one.seconds),
      figure(failedIn(one)),
      figure(one.succeeded),
      ...[one.medianMs, one.p99Ms, one.maxMs].map(figure),
      figure(readsAMinute(one)),
      figure(loginsARotation(one)),
    ]),
    howOften: `Once, one client after the other, with a rotation every ${ROTATE_EVERY_MS / 1_000} s, ${CONNECTIONS} queries of ${QUERY_MS} ms under way.`,
    notes: [
      `A query begins with the request for a connection. Every ${CLOSE_EVERY_MS} ms one connection is closed by the program instead of going back into the pool.`,
      `Reads are calls of GetSecretValue of one process. Logins are sockets opened to the database, refused logins among them; the first ${CONNECTIONS} of each are not counted.`,
      ...seen
        .filter((one) => failedIn(one) > 0)
        .map((one) => `${TITLES[one.name]} failed with ${shown(one.failures)}.`),
      versions,
    ],
  };
}

function shown(failures: Readonly<Record<string, number>>): string {
  return Object.entries(failures)
    .map(([code, times]) => `${code} (${figure(times)})`)
    .join(", ");
}

function goals(engine: LocalEngine, strategy: string, seen: readonly Seen[]): Goal[] {
  const where = `${strategy}, ${ENGINE_TITLES[engine]}`;
  const ours = seen.filter(({ name }) => OURS.includes(name));
  return ours.flatMap((one) => [
    atMost(`failed queries of ${TITLES[one.name]}, ${where}`, 0, failedIn(one), "count"),
    atMost(
      `reads a minute of ${TITLES[one.name]}, ${where}`,
      MAX_READS_A_MINUTE[one.name as keyof typeof MAX_READS_A_MINUTE],
      readsAMinute(one),
      "machine",
    ),
    atMost(
      `logins a rotation of ${TITLES[one.name]}, ${where}`,
      MAX_LOGINS_A_ROTATION,
      loginsARotation(one),
      "machine",
    ),
  ]);
}
