import { loadEnvironments } from "../../environments";
import { watchServer } from "../load/server-counters";
import { createWorkTables } from "../load/work-tables";
import { borrow } from "../mysql/borrowed-server";
import type { RunningMysql } from "../mysql/start";
import { startDatabase } from "../mysql/start-for-command";
import type { Cleanup } from "../terminal/cleanup";
import { startClock } from "../terminal/clock";
import type { LeakCheck } from "../terminal/leak-check";
import type { Progress } from "../terminal/progress";
import { bytes, count, counted, duration } from "../terminal/quantity";
import { assembleRecord } from "./assemble-record";
import type { KeptAws } from "./keep-rotating";
import type { RehearsalOptions } from "./options";
import { provision } from "./provision";
import type { ProvisionRecord, RehearsalRecord } from "./record";
import { createSecrets } from "./secrets";
import { rotateUnderLoad, type SecretUnderLoad } from "./under-load";
import { packageFunction, startEmbeddedAws } from "./world";

/** The stages of a rehearsal, in order. */
export const STAGES = [
  "Package the rotation function",
  "Start MySQL",
  "Create secrets, database and users",
  "Rotate while clients log in",
] as const;
export type Stage = (typeof STAGES)[number];

/** What a rehearsal is given. */
export interface RehearsalInput {
  readonly options: RehearsalOptions;
  readonly progress: Progress<Stage>;
  readonly leakCheck: LeakCheck;
  readonly cleanup: Cleanup;
  readonly signal: AbortSignal;
}

/** What a rehearsal leaves: its record, and the MySQL, which runs until `cleanup` is run. */
export interface Rehearsed {
  readonly record: RehearsalRecord;
  readonly mysql: RunningMysql;
  /** Secrets Manager with its secrets, which runs as long as the MySQL. */
  readonly kept: KeptAws;
  /** Everything that the function wrote. */
  readonly functionLog: readonly string[];
}

const ENVIRONMENT = "local";

/** Rehearses the environment `local` and returns what happened. Everything it starts is given to `cleanup`. */
export async function runRehearsal(input: RehearsalInput): Promise<Rehearsed> {
  const { options, progress, leakCheck, cleanup, signal } = input;
  const environment = loadEnvironments()[ENVIRONMENT];
  const [packaging, starting, creating, rotating] = STAGES;

  const zip = await progress.stage(packaging, async (say) => {
    const packaged = await packageFunction(environment, cleanup);
    say.result(`${bytes(packaged.bytes)} zip`);
    return packaged;
  });
  signal.throwIfAborted();
  const mysql = await progress.stage(starting, async (say) => {
    const running = await startDatabase(cleanup, signal, say.note);
    await borrow(running, environment.appSecrets, cleanup);
    say.result(`${running.version}, ${running.source}`);
    return running;
  });
  for (const { password } of [mysql.root, mysql.admin]) leakCheck.register(password);

  const clock = startClock();
  const aws = await startEmbeddedAws({ environment, mysql, zipFile: zip.zipFile, clock, cleanup });
  const { secrets, provisions } = await progress.stage(creating, async (say) => {
    const created = await createSecrets(aws.client("OPERATOR"), ENVIRONMENT, environment.appSecrets, mysql.admin);
    const provisions: ProvisionRecord[] = [];
    for (const secret of created.app) {
      signal.throwIfAborted();
      say.now(secret.name);
      provisions.push(await provision(aws.pool, mysql, created.adminArn, secret));
    }
    await createWorkTables(
      mysql,
      created.app.map(({ database }) => database),
    );
    say.result(created.app.map(({ name, username }) => `${name} (${username})`).join(", "));
    return { secrets: created.app, provisions };
  });
  const functionArn = `arn:aws:lambda:${environment.region}:${environment.accountId}:function:${ENVIRONMENT}-rotation`;
  const watch = await watchServer(mysql);
  cleanup.add("the watch on MySQL", () => watch.end());
  clock.restart();
  const all = await progress.stage(rotating, (say) =>
    rotateUnderLoad({
      options,
      secrets,
      aws,
      caPem: mysql.caPem,
      functionArn,
      clock,
      signal,
      register: leakCheck.register,
      onProgress: (now) => say.now(progressText(now, options.rotations)),
      onRotation: ({ name }, { number, startMs, endMs, result }) =>
        say.note(`rotation ${number} of ${name} ${result.status} in ${duration(endMs - startMs)}`),
    }).then((ended) => {
      say.result(progressText(ended, options.rotations));
      return ended;
    }),
  );
  const durationMs = clock.nowMs();
  const { startedAt } = clock;
  const counts = await watch.counts();
  const record = assembleRecord({ zip, mysql, aws, startedAt, durationMs, all, provisions, counts });
  return { record, mysql, kept: { aws, secrets, functionArn }, functionLog: aws.pool.logLines() };
}

function progressText(all: readonly SecretUnderLoad[], rotations: number): string {
  const done = all.reduce((sum, one) => sum + one.rotations.length, 0);
  const logins = all.flatMap((one) => one.logins);
  const failed = logins.filter((login) => !login.outcome.ok).length;
  return `${done} of ${counted(all.length * rotations, "rotation")}, ${counted(logins.length, "login")}, ${count(failed)} failed`;
}
