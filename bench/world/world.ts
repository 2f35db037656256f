import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadEnvironments } from "../../environments";
import { ENGINE_TITLES, type LocalEngine } from "../../local/mysql/program";
import { startDatabase } from "../../local/mysql/start-for-command";
import type { Cleanup } from "../../local/terminal/cleanup";
import { unlessInterrupted } from "../../local/terminal/interruption";
import type { LeakCheck } from "../../local/terminal/leak-check";
import { type PackagedFunction, packageRotationFunction } from "../../rotation-fn/package";
import type { FunctionKind } from "./function-under-test";
import { ownFunction } from "./own-function";
import type { ReferenceCheckout } from "./reference-checkout";
import { referenceFunction } from "./reference-function";
import { type Stage, setStage } from "./stage";

/** The measurement of clients opens 50 connections from each of its processes. */
const SERVER_OPTIONS = ["--max-connections=600"];

/** What a measurement is given. What it does not ask for is not started. */
export interface World {
  /** How often each timed thing is to be done. */
  readonly runs: number;
  /** False when this measurement is one of many: one that takes minutes may then be shorter. */
  readonly isChoice: boolean;
  readonly signal: AbortSignal;
  /** Ends what a measurement starts. */
  readonly cleanup: Cleanup;
  /** The zip with the certificates of all environments' regions, as it is deployed. */
  packaged(): Promise<PackagedFunction>;
  /** A server of this engine, MySQL where none is named, and a Secrets Manager of its own. */
  stage(engine?: LocalEngine): Promise<Stage>;
  /** The functions to measure, this project's first; AWS's too, when there is one. */
  functions(engine?: LocalEngine): Promise<readonly FunctionKind[]>;
  /** What the work is doing, for the person who waits. */
  say(words: string): void;
}

export interface WorldInput {
  readonly runs: number;
  readonly isChoice: boolean;
  readonly reference: ReferenceCheckout | undefined;
  readonly cleanup: Cleanup;
  /** Gets every password that is issued. */
  readonly leakCheck: LeakCheck;
  readonly signal: AbortSignal;
  readonly say: (words: string) => void;
}

/** Makes a world of which nothing has been started yet. */
export function createWorld(input: WorldInput): World {
  const { runs, isChoice, reference, cleanup, leakCheck, signal, say } = input;
  const packaged = once(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "bench-"));
    cleanup.add("the temporary folder", () => rm(folder, { recursive: true, force: true }));
    const regions = [...new Set(Object.values(loadEnvironments()).map(({ region }) => region))].sort();
    return packageRotationFunction({ regions, outFile: path.join(folder, "rotation-fn.zip") });
  });
  const stageOf = (engine: LocalEngine) =>
    once(async () => {
      const mysql = await startDatabase(cleanup, signal, say, { engine, serverOptions: SERVER_OPTIONS });
      say(`${ENGINE_TITLES[engine]} ${mysql.version}, ${mysql.source}`);
      return unlessInterrupted(signal, setStage(mysql, cleanup, leakCheck));
    });
  const stages = { mysql: stageOf("mysql"), mariadb: stageOf("mariadb") };
  const stage = (engine: LocalEngine = "mysql") => stages[engine]();
  const functionsOn = (engine: LocalEngine) =>
    once(async () => {
      const { zipFile } = await packaged();
      const own = ownFunction(await stage(engine), zipFile);
      return reference === undefined ? [own] : [own, await referenceFunction(await stage(engine), reference)];
    });
  const functionsByEngine = { mysql: functionsOn("mysql"), mariadb: functionsOn("mariadb") };
  const functions = (engine: LocalEngine = "mysql") => functionsByEngine[engine]();
  return { runs, isChoice, signal, cleanup, packaged, stage, functions, say };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
