import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { cacheFolder } from "../../mysql/cache-folder";
import { createLocalAuthority } from "../../mysql/run-folder";
import { type Cleanup, cleanup as newCleanup } from "../../terminal/cleanup";
import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from "../local-account";
import { findOrInstallMoto } from "../moto/install-moto";
import { startMoto } from "../moto/start-moto";
import { startHttpServer } from "../secrets-manager/http-server";
import { createDispatch } from "./dispatch";
import { createFaultPlan } from "./fault-plan";
import type { Gateway, GatewayOptions } from "./gateway";
import { createMotoClient } from "./moto-client";
import { createRecorder } from "./recorder";
import { runSchedules } from "./schedules/run-schedules";
import { createServices } from "./services";

export type { Gateway, GatewayOptions, LocalDatabase } from "./gateway";

/**
 * Starts an AWS on this machine: moto behind a gateway that runs functions, databases and rotations for real. Continues what is in the
 * state folder. Everything listens on 127.0.0.1 only and ends with `stop`, or with this process however that ends.
 *
 * Throws `moto_not_found` or `moto_start_failed`, or what a database that should continue says.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const cleanup = newCleanup();
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= endAll(cleanup);
    return stopping;
  };
  try {
    return await startWith(options, cleanup, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startWith(options: GatewayOptions, cleanup: Cleanup, stop: Gateway["stop"]): Promise<Gateway> {
  const { region = LOCAL_REGION, retry, onLog = () => {} } = options;
  const folder = privateFolder(options.stateFolder);
  const authority = createLocalAuthority();
  const databaseCaFile = join(folder, "database-ca.pem");
  writeFileSync(databaseCaFile, authority.certificatePem, { mode: 0o600 });

  const found = await findOrInstallMoto(cacheFolder(), (words) => onLog(`moto: ${words}`));
  const running = await startMoto(found, { stateFile: join(folder, "moto.state"), accountId: LOCAL_ACCOUNT_ID, onLog });
  cleanup.add("moto", () => running.stop());
  const moto = createMotoClient(running.url);
  cleanup.add("the connections to moto", () => moto.close());
  const server = await startHttpServer();
  cleanup.add("the server", () => server.close());
  const services = createServices({
    folder,
    region,
    accountId: LOCAL_ACCOUNT_ID,
    retry,
    endpointUrl: server.url,
    moto,
    authority,
    databaseCaFile,
    onLog,
  });
  cleanup.add("functions and databases", () => services.stop());
  await services.continueDatabases();

  const faults = createFaultPlan();
  const recorder = createRecorder(join(folder, "calls.jsonl"));
  if (options.schedules !== undefined) {
    const { everyMs } = options.schedules;
    const schedules = runSchedules({ ...services, moto, region, everyMs, onLog });
    cleanup.add("the schedules", () => schedules.stop());
  }
  server.answerWith(createDispatch(services.answer, { faults, recorder }));
  const { secrets, databases, functions, logExports } = services;
  return {
    url: server.url,
    calls: () => recorder.calls(),
    faults,
    databases: () => databases.servers(),
    exportLogs: (identifier) => logExports.exportOnce(identifier),
    functionLogs: () => functions.logs(),
    rotationSettled: (secretId) => secrets.service.rotationSettled(secretId),
    onRotation: (listener) => secrets.service.onRotation(listener),
    passwords: () => secrets.passwords,
    stop,
  };
}

/** Created if it is missing; closed to others even where it was created with wider permissions. */
function privateFolder(named: string): string {
  const folder = resolve(named);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

async function endAll(cleanup: Cleanup): Promise<void> {
  const failures = await cleanup.run();
  if (failures.length > 0) throw new Error(failures.join("; "));
}
