import path from "node:path";
import type { Cleanup } from "../terminal/cleanup";
import { startClock } from "../terminal/clock";
import type { LeakCheck } from "../terminal/leak-check";
import type { Progress } from "../terminal/progress";
import { logFileOf } from "../terraform/prepare";
import { runEnvironment, SEARCH, START } from "./environment-run";
import type { LifecycleOptions } from "./options";
import type { ClientsRecord, LifecycleResult } from "./record";

export interface LifecycleInput {
  readonly options: LifecycleOptions;
  readonly progress: Progress<string>;
  readonly cleanup: Cleanup;
  /** Gets every password that is issued, from the start of the local AWS. */
  readonly leakCheck: LeakCheck;
  readonly signal: AbortSignal;
  /** Where everything lies. */
  readonly folder: string;
}

/** The stages of each environment. */
export function stagesOf({ environments }: Pick<LifecycleOptions, "environments">): readonly (readonly string[])[] {
  return environments.map((scenarios, index) =>
    [START, ...scenarios.map(({ title }) => title), SEARCH].map(titledFor(index, environments.length)),
  );
}

/** Terraform's log of each environment, whether it has been written yet or not. */
export function logFilesIn(
  folder: string,
  { environments }: Pick<LifecycleOptions, "environments">,
): readonly string[] {
  return environments.map((_, index) => logFileOf(path.join(folderOf(folder, index), "deployment")));
}

/** Runs the chosen scenarios, in the environments that they were given, side by side. See {@link runEnvironment} for what is thrown. */
export async function runLifecycle({ options, folder, ...common }: LifecycleInput): Promise<LifecycleResult> {
  const clock = startClock();
  const { environments } = options;
  const results = await allOrNone(common.signal, environments, (scenarios, index, signal) =>
    runEnvironment({
      ...common,
      signal,
      scenarios,
      clock,
      titled: titledFor(index, environments.length),
      folder: folderOf(folder, index),
    }),
  );
  const [first] = results;
  return {
    startedAt: clock.startedAt.toISOString(),
    durationMs: Math.round(clock.nowMs()),
    environments: environments.length,
    versions: first?.versions ?? { terraform: "", provider: "", mysql: "" },
    scenarios: results.flatMap(({ scenarios }) => scenarios),
    clients: allClients(results.map(({ clients }) => clients)),
    calls: results.reduce((sum, { calls }) => sum + calls, 0),
    passwords: common.leakCheck.size,
  };
}

/** Does work for each item side by side. Where one throws, the others are aborted and have ended before its error is thrown. */
async function allOrNone<Item, Result>(
  signal: AbortSignal,
  items: readonly Item[],
  work: (item: Item, index: number, signal: AbortSignal) => Promise<Result>,
): Promise<readonly Result[]> {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const running = items.map((item, index) =>
    work(item, index, either).catch((error: unknown) => {
      failure.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(running);
  failure.signal.throwIfAborted();
  return Promise.all(running);
}

function allClients(records: readonly ClientsRecord[]): ClientsRecord {
  return {
    logins: records.reduce((sum, { logins }) => sum + logins, 0),
    failures: records.flatMap(({ failures }) => failures),
    pauses: records.flatMap(({ pauses }) => pauses),
    rotations: records.flatMap(({ rotations }) => rotations),
  };
}

function titledFor(index: number, count: number): (title: string) => string {
  return (title) => (count === 1 ? title : `${index + 1} · ${title}`);
}

function folderOf(folder: string, index: number): string {
  return path.join(folder, `environment-${index + 1}`);
}
