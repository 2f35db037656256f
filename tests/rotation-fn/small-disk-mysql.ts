import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import type { MysqldProgram } from "../../local/mysql/program";
import { SOURCES, startMysqlFrom } from "../../local/mysql/start";
import { temporaryFolder } from "../support/temporary-folder";

/** Holds a new data directory, and what three tests write. */
const DISK_MEGABYTES = 320;
const CHUNK = Buffer.alloc(64 * 1024);

/** Why no file system can be made here, if so. It takes no root, but a kernel that lets users have namespaces. */
export function whyNoSmallDisk(): string | undefined {
  try {
    execFileSync("unshare", ["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], {
      stdio: "pipe",
    });
    return undefined;
  } catch (error) {
    return `no small disk: unshare and mount failed (${String(error).split("\n")[0]}); get it with: util-linux, on a Linux with user namespaces`;
  }
}

/** A MySQL whose data is on a file system of its own, which can be filled to the last byte. */
export async function startMysqlOnSmallDisk() {
  const folder = temporaryFolder();
  const [dataDir, disk] = [path.join(folder, "data"), path.join(folder, "disk")];
  mkdirSync(disk);
  // Only the server, which has a port, is on the disk: not the programs that make its data, or tell its version.
  const script = `case "$*" in *--port=*) mount -t tmpfs -o size=${DISK_MEGABYTES}m tmpfs "${disk}" && cp -a "${dataDir}/." "${disk}" ;; esac; exec "$@"`;
  const onDisk = (program: MysqldProgram): MysqldProgram => ({
    ...program,
    command: "unshare",
    leadingArguments: [
      ...["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"],
      ...[program.command, ...program.leadingArguments],
    ],
    serverArguments: [...program.serverArguments, "--user=root"],
  });
  const sources = SOURCES.mysql.map(({ title, findLocal, fetch }) => ({
    title,
    findLocal: async (environment: NodeJS.ProcessEnv) => {
      const found = await findLocal(environment);
      return "program" in found ? { program: onDisk(found.program) } : found;
    },
    ...(fetch === undefined ? {} : { fetch: async (...all: Parameters<typeof fetch>) => onDisk(await fetch(...all)) }),
  }));
  // As on RDS with backups: what cannot be written to the binary log is not committed, and waits.
  const serverOptions = [
    `--datadir=${path.join(disk, "mysql")}`,
    `--log-bin=${path.join(disk, "binlog")}`,
    "--server-id=1",
  ];
  const mysql = await startMysqlFrom(sources, { dataDir, serverOptions });
  const ballast = path.join(`/proc/${mysql.pid}/root`, disk, "ballast");
  return {
    mysql,
    /** Leaves not a byte. */
    fill() {
      const file = openSync(ballast, "w");
      try {
        for (;;) writeSync(file, CHUNK);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(ballast, { force: true }),
  };
}
