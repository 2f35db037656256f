import { setTimeout as wait } from "node:timers/promises";
import { RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import type { StrategyName } from "../rotation-fn/settings";
import { KINDS, type Kind, type RunningApplication, type Seen, startApplication } from "./client/application";
import { clientProject, WRAPPER } from "./client/project";
import { main } from "./main";
import type { Goal, Measured, Measurement } from "./measurement";
import { figure, NOT_MEASURED } from "./report/figures";
import { atMost } from "./report/goals";
import { numbers, type Table, words } from "./report/table";
import { createAppSecrets } from "./world/app-secret";
import { startPool } from "./world/process-pool";
import { functionArn } from "./world/rotate";
import type { Stage } from "./world/stage";

const STRATEGIES: readonly StrategyName[] = ["alternating-users", "single-user", "admin-rotated"];
const SECONDS = { asked: 60, amongOthers: 10 } as const;
const EVERY_MS = 2_000;
/** Workers of one application, and the mean pause of each between two queries: about 140 queries a second. */
const LOAD = { workers: 50, pauseMs: 350 } as const;
/** One background read in 0.7 to 0.9 s with the measured `maxAgeMs` of 1 s, and one for each rotation that a refused login met first. */
const MAX_READS_A_MINUTE = 60 / 0.7 + 60_000 / EVERY_MS;

interface Found {
  readonly strategy: StrategyName;
  readonly rotations: number;
  readonly seconds: number;
  readonly seen: Readonly<Record<Kind, Seen>>;
}

/** Applications whose secret rotates, by the client that they use. */
export const client: Measurement = {
  name: "client",
  about: `queries while a secret rotates every ${EVERY_MS / 1000} s, by client (${SECONDS.asked} s a strategy, ${SECONDS.amongOthers} s unless --only asks for it)`,
  async measure(world): Promise<Measured> {
    const stage = await world.stage();
    const [own] = await world.functions();
    if (own === undefined) throw new TypeError("no function");
    world.say(`installing the packed client and ${WRAPPER.name} ${WRAPPER.version}`);
    const folder = await clientProject(stage.cleanup);
    const pool = await startPool(own, 1, world.signal);
    const arn = functionArn(stage, "client");
    stage.functions.set(arn, (_arn, event) => pool.invoke(event));
    const seconds = world.isChoice ? SECONDS.asked : SECONDS.amongOthers;
    const found: Found[] = [];
    for (const strategy of STRATEGIES) {
      world.signal.throwIfAborted();
      world.say(`${seconds} s of ${strategy}`);
      found.push(await measureStrategy(stage, folder, arn, strategy, seconds));
    }
    await pool.stop();
    return { usesMysql: true, tables: found.map(table), goals: found.flatMap(goalsOf), figures: found };
  },
};

/** All clients at the same time, on the same secret: whatever else the machine does meets all of them alike. */
async function measureStrategy(
  stage: Stage,
  folder: string,
  arn: string,
  strategy: StrategyName,
  seconds: number,
): Promise<Found> {
  const [secret] = await createAppSecrets(stage, [
    { name: `cl${strategy.slice(0, 3)}`, strategy, admin: "managed", mayKeepTwoPasswords: strategy === "single-user" },
  ]);
  if (secret === undefined) throw new TypeError("no secret");
  const applications: RunningApplication[] = [];
  for (const kind of Object.keys(KINDS) as Kind[]) {
    applications.push(await startApplication(stage, folder, kind, secret.arn, LOAD));
  }
  const startedAt = performance.now();
  let rotations = 0;
  while (performance.now() - startedAt < seconds * 1_000) {
    await wait(Math.max(0, rotations * EVERY_MS + EVERY_MS - (performance.now() - startedAt)));
    const rotationRules = { RotationRules: { AutomaticallyAfterDays: 2 } };
    await stage.operator.send(
      new RotateSecretCommand({ SecretId: secret.arn, RotationLambdaARN: arn, ...rotationRules }),
    );
    const { status, reason } = await stage.server.rotationSettled(secret.arn);
    if (status !== "succeeded") throw new TypeError(`a rotation by ${strategy} failed: ${reason}`);
    rotations += 1;
  }
  const measured = (performance.now() - startedAt) / 1_000;
  const all = await Promise.all(applications.map(async (one) => [one.kind, await one.end()] as const));
  return { strategy, rotations, seconds: measured, seen: Object.fromEntries(all) as Record<Kind, Seen> };
}

function table({ strategy, rotations, seconds, seen }: Found): Table {
  const ms = (value: number | null): string => (value === null ? NOT_MEASURED : figure(value));
  const columns = ["queries", "failed", "median ms", "p99 ms", "reads a minute", "logins", "refused", "MiB"];
  return {
    title: `Applications under ${strategy}`,
    columns: [words("client"), ...columns.map(numbers)],
    rows: (Object.keys(KINDS) as Kind[]).map((kind) => {
      const { queries, failed, medianMs, p99Ms, reads, logins, refused, rssMb } = seen[kind];
      const figures = [queries, failed].map(figure);
      const readsAMinute = figure(reads / (seconds / 60));
      return [
        KINDS[kind],
        ...figures,
        ms(medianMs),
        ms(p99Ms),
        readsAMinute,
        figure(logins),
        figure(refused),
        figure(rssMb),
      ];
    }),
    howOften: `Once, ${figure(seconds)} s with ${rotations} rotations, all clients at the same time on the same secret.`,
    notes: [
      `${LOAD.workers} workers each; idle connections end after 0.1 s, so that there are new logins all the time.`,
      "This client: maxAgeMs of 1 s, half of the rotation interval (by default it is 5 minutes, and the interval days). Refreshing on refusal only: maxAgeMs of 5 minutes.",
      `AWS's wrapper: ${WRAPPER.name} ${WRAPPER.version} with its plugin secretsManager.`,
      "Refused logins are those that MySQL answered with 1045, as mysql2's tracing channel tells them.",
    ],
  };
}

function goalsOf({ strategy, rotations, seconds, seen }: Found): Goal[] {
  const { refreshed, recovered, once } = seen;
  const extraMs = (refreshed.medianMs ?? Number.NaN) - (once.medianMs ?? Number.NaN);
  return [
    atMost(`failed queries of this client, ${strategy}`, 0, refreshed.failed, "count"),
    atMost(`– refreshing on refusal only, ${strategy}`, 0, recovered.failed, "count"),
    atMost(
      `reads a minute of one process, ${strategy}`,
      Math.ceil(MAX_READS_A_MINUTE),
      refreshed.reads / (seconds / 60),
      "machine",
    ),
    atMost(`median of a query, beyond mysql2's own, ${strategy}`, 0.1, extraMs, "machine", " ms"),
    atMost(
      `logins a rotation for each connection of the pool, ${strategy}`,
      1,
      refreshed.logins / (rotations + 1) / LOAD.workers,
      "machine",
    ),
  ];
}

if (require.main === module) void main([client]);
