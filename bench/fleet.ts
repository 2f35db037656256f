import { RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { LocalError } from "../local/terminal/error";
import { main } from "./main";
import type { Goal, Measured, Measurement } from "./measurement";
import { figure, NOT_MEASURED, spread } from "./report/figures";
import { atMost } from "./report/goals";
import { type Spread, spreadOf } from "./report/statistics";
import { numbers, type Table, words } from "./report/table";
import { type AppSecret, createAppSecrets } from "./world/app-secret";
import { atOnce } from "./world/at-once";
import { highestConnections } from "./world/highest-connections";
import { type ProcessPool, startPool } from "./world/process-pool";
import { functionArn } from "./world/rotate";
import type { Stage } from "./world/stage";

const AT_ONCE = 20;
const SECRETS = { asked: 1_000, amongOthers: 200 } as const;
const PARTS = 5;
const MAX_COST_RATIO = 1.25;

/** What was found, before it is rounded. */
interface Found {
  readonly secrets: number;
  readonly seconds: number;
  readonly rotationMs: Spread;
  readonly parts: readonly Part[];
  readonly logins: number;
  readonly failedLogins: number;
  readonly apiCalls: number;
  readonly connections: number;
  readonly peakMemoryMb: number;
}

/** A fifth of the rotations, in the order in which they ended. */
interface Part {
  readonly seconds: number;
  /** What the function's processes had of a processor, for each rotation. */
  readonly processorMs: number | undefined;
}

/** Many secrets of one server through one function, as on the day after a large migration. */
export const fleet: Measurement = {
  name: "fleet",
  about: `${SECRETS.asked} secrets through one function, ${AT_ONCE} at a time (${SECRETS.amongOthers} unless --only asks for it)`,
  async measure(world): Promise<Measured> {
    const stage = await world.stage();
    const [own] = await world.functions();
    if (own === undefined) throw new TypeError("no function");
    const secrets = world.isChoice ? SECRETS.asked : SECRETS.amongOthers;
    world.say(`making ${secrets + AT_ONCE} users and secrets, ${AT_ONCE} processes`);
    const all = await createAppSecrets(
      stage,
      Array.from({ length: AT_ONCE + secrets }, (_, index) => ({
        name: `fleet${index}`,
        strategy: "alternating-users" as const,
        admin: "managed" as const,
      })),
    );
    const pool = await startPool(own, AT_ONCE, world.signal);
    const arn = functionArn(stage, "fleet");
    stage.functions.set(arn, (_arn, event) => pool.invoke(event));
    // Enough that every process has done some: the measurement "cold" covers a new process.
    await atOnce(AT_ONCE, all.slice(0, AT_ONCE), world.signal, (secret) => rotateOne(stage, arn, secret));
    world.say(`rotating ${secrets} secrets`);
    const found = await rotateAll(stage, arn, pool, all.slice(AT_ONCE), world.signal);
    await pool.stop();
    return { engines: ["mysql"], tables: [table(found)], goals: goals(found), figures: found };
  },
};

async function rotateAll(
  stage: Stage,
  arn: string,
  pool: ProcessPool,
  secrets: readonly AppSecret[],
  signal: AbortSignal,
): Promise<Found> {
  const apiCalls = (): number => pool.processes.reduce((sum, fn) => sum + stage.calls.by(fn.accessKeyId), 0);
  const before = { own: pool.ownCounts(), server: await stage.watch.counts(), apiCalls: apiCalls() };
  const rotationMs: number[] = [];
  const marks = [{ at: performance.now(), processorMs: pool.processorMs() }];
  const connections = await highestConnections(stage, () =>
    atOnce(AT_ONCE, secrets, signal, async (secret) => {
      const began = performance.now();
      await rotateOne(stage, arn, secret);
      rotationMs.push(performance.now() - began);
      const isEndOfPart = Math.ceil((marks.length * secrets.length) / PARTS) === rotationMs.length;
      if (isEndOfPart) marks.push({ at: performance.now(), processorMs: pool.processorMs() });
    }),
  );
  const own = pool.ownCounts();
  const refused = (await stage.watch.counts()).abortedConnects - before.server.abortedConnects;
  const [first] = marks;
  const last = marks.at(-1);
  if (first === undefined || last === undefined) throw new TypeError("nothing was rotated");
  return {
    secrets: secrets.length,
    seconds: (last.at - first.at) / 1000,
    rotationMs: spreadOf(rotationMs),
    parts: marks.slice(1).map((mark, index): Part => {
      const previous = marks[index] ?? first;
      const used =
        mark.processorMs === undefined || previous.processorMs === undefined
          ? undefined
          : (mark.processorMs - previous.processorMs) / (secrets.length / PARTS);
      return { seconds: (mark.at - previous.at) / 1000, processorMs: used };
    }),
    logins: own.logins - before.own.logins,
    failedLogins: Math.max(refused, own.failedLogins - before.own.failedLogins),
    apiCalls: apiCalls() - before.apiCalls,
    connections,
    peakMemoryMb: Math.max(...pool.processes.map((fn) => fn.peakMemoryMb())),
  };
}

async function rotateOne({ operator, server }: Stage, arn: string, secret: AppSecret): Promise<void> {
  const rules = { RotationRules: { AutomaticallyAfterDays: 2 } };
  await operator.send(new RotateSecretCommand({ SecretId: secret.arn, RotationLambdaARN: arn, ...rules }));
  const { status, reason } = await server.rotationSettled(secret.arn);
  if (status === "succeeded") return;
  throw new LocalError("rotation_failed", {
    problem: `the rotation of ${secret.username} among many failed`,
    found: reason ?? "no reason was given",
    remedy: "read what was found; figures of rotations that fail would be worth nothing",
  });
}

function goals({ secrets, failedLogins, connections, parts }: Found): Goal[] {
  // Processor time where there is one: on the clock, a busy machine makes any part of it look longer.
  const cost = (part: Part | undefined): number => part?.processorMs ?? part?.seconds ?? Number.NaN;
  const dearer = cost(parts.at(-1)) / cost(parts[0]);
  return [
    atMost(`failing logins, ${figure(secrets)} secrets`, 0, failedLogins, "count"),
    atMost(`connections at once, ${figure(secrets)} secrets`, AT_ONCE, connections, "count"),
    atMost("linear: a rotation of the last fifth, of one of the first", MAX_COST_RATIO, dearer, "machine", " ×"),
  ];
}

function table(found: Found): Table {
  const { secrets, seconds, rotationMs, parts, logins, failedLogins, apiCalls, connections, peakMemoryMb } = found;
  const processor = parts.map(({ processorMs }) => (processorMs === undefined ? NOT_MEASURED : figure(processorMs)));
  return {
    title: `${figure(secrets)} secrets through one function, ${AT_ONCE} at a time`,
    columns: [words("figure"), numbers("this function")],
    rows: [
      ["rotations a second", figure(secrets / seconds)],
      ["seconds in all", figure(seconds)],
      ["seconds of each fifth, in order", parts.map((part) => figure(part.seconds)).join(", ")],
      ["processor ms of a rotation, by fifths", processor.join(", ")],
      ["ms of one rotation among the others", spread(rotationMs)],
      ["logins (failing)", `${figure(logins)} (${failedLogins})`],
      ["connections at once", figure(connections)],
      ["API calls", figure(apiCalls)],
      [`peak MiB of the largest of ${AT_ONCE} processes`, figure(peakMemoryMb)],
    ],
    howOften: `Once, the first rotation of every secret (it makes the alternate user), after ${AT_ONCE} that do not count.`,
    notes: [
      "Functions, Secrets Manager and MySQL share the cores: this shows that nothing queues up, fails or grows, not what Lambda would do.",
      "Connections are the server's own highest number (Max_used_connections), without the one that watches. Processor time is the function's.",
    ],
  };
}

if (require.main === module) void main([fleet]);
