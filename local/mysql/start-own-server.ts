import { readFile, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { LocalError } from "../terminal/error";
import { adminStatements, newPassword, rootStatements } from "./accounts";
import { cacheFolder } from "./cache-folder";
import { connect, type Login, type MysqlAddress, queryText, runStatements, serverAnswer } from "./connection";
import type { MysqldProgram } from "./program";
import { createRunFolder } from "./run-folder";
import type { RunningMysql, StartMysqlOptions } from "./running-mysql";
import { startServer } from "./server-start";

/** Starts a mysqld of our own: new passwords, new certificates, one loopback port. */
export async function startOwnServer(program: MysqldProgram, options: StartMysqlOptions): Promise<RunningMysql> {
  const root = { username: "root", password: newPassword() };
  const admin = options.admin ?? { username: "admin", password: newPassword() };
  const dataDir = options.dataDir === undefined ? undefined : resolve(options.dataDir);
  const run = createRunFolder(rootStatements(root), dataDir, options.authority);
  try {
    const server = await startServer({
      program,
      run,
      cache: cacheFolder(options.environment),
      port: options.port,
      stopSignal: dataDir === undefined ? "SIGKILL" : "SIGTERM",
      onProgress: options.onProgress ?? (() => {}),
      ...(options.serverOptions === undefined ? {} : { serverOptions: options.serverOptions }),
    });
    try {
      const address = { host: "localhost", port: server.port, caPem: run.caPem };
      const version = await prepareAccounts(address, root, admin, program);
      await rm(run.initFile); // it holds root's password and has done its work
      return {
        engine: program.systemTables === undefined ? "mysql" : "mariadb",
        ...address,
        version,
        source: program.source,
        caFile: run.caFile,
        root,
        admin,
        pid: Number(await readFile(run.pidFile, "utf8")),
        stop: server.process.stop,
      };
    } catch (error) {
      await server.process.stop();
      throw error;
    }
  } catch (error) {
    await rm(run.folder, { recursive: true, force: true });
    throw error;
  }
}

/** Makes the admin, as root; returns the version that the server says. */
async function prepareAccounts(
  address: MysqlAddress,
  root: Login,
  admin: Login,
  { systemTables, version }: MysqldProgram,
): Promise<string> {
  const connection = await connect(address, root).catch((error: unknown) => {
    throw new LocalError("mysql_setup_failed", `root cannot log in to the new MySQL: ${serverAnswer(error)}`);
  });
  const engine = systemTables === undefined ? "mysql" : "mariadb";
  try {
    await runStatements(connection, adminStatements(admin, { engine, partialRevokes: engine === "mysql", version }));
    return await queryText(connection, "SELECT VERSION()");
  } finally {
    connection.destroy();
  }
}
