import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { MysqldProgram } from "../../../local/mysql/program";
import { createRunFolder } from "../../../local/mysql/run-folder";
import { type ServerStart, startServer } from "../../../local/mysql/server-start";
import { folderWithMysqld, newFolder, removeFolders } from "./fake-program";

afterEach(removeFolders);

const READY = "[System] [MY-010931] [Server] mysqld: ready for connections. Version: '8.4.9'  socket: 's'  port: 3307";
const PORT_TAKEN = "[ERROR] [MY-010262] [Server] Can't start server: Bind on TCP/IP port: Address already in use";

/** A fake mysqld: initialises at once, then behaves as the script says. It finds its own folder in $HERE. */
function startOf(script: string): ServerStart {
  const folder = folderWithMysqld(
    [
      'HERE=$(dirname "$0")',
      'case "$*" in *--initialize-insecure*) echo initialised >> "$HERE/calls"; exit 0;; esac',
      'echo started >> "$HERE/calls"',
      script,
    ].join("\n"),
  );
  const program: MysqldProgram = {
    command: join(folder, "mysqld"),
    leadingArguments: [],
    serverArguments: [],
    version: "8.4.9",
    source: "the fake mysqld",
  };
  const run = createRunFolder([], undefined);
  return { program, run, cache: newFolder(), stopSignal: "SIGKILL", onProgress: () => {} };
}

describe("starting mysqld", () => {
  it("takes another port when the chosen one was taken in between", async () => {
    const start = startOf(
      `if [ $(grep -c started "$HERE/calls") -lt 3 ]; then echo "${PORT_TAKEN}" >&2; exit 1; fi; echo "${READY}" >&2; exec sleep 1000`,
    );
    const server = await startServer(start);
    expect(server.process.endedBecause()).toBeUndefined();
    await server.process.stop();
    expect(existsSync(start.run.folder)).toBe(false);
  });

  it("gives up when every port is taken, and says so", async () => {
    const start = startOf(`echo "${PORT_TAKEN}" >&2; exit 1`);
    await expect(startServer(start)).rejects.toThrow(/Address already in use/);
    rmSync(start.run.folder, { recursive: true });
  });

  it("says what mysqld complained about", async () => {
    const start = startOf(
      'echo "2026-01-01T00:00:00.1Z 0 [Note] fine" >&2; echo "2026-01-01T00:00:00.1Z 0 [ERROR] [MY-1] [Server] no room" >&2; exit 2',
    );
    await expect(startServer(start)).rejects.toMatchObject({
      code: "mysql_start_failed",
      message: "the fake mysqld did not start: it ended with exit code 2; it wrote: [ERROR] [MY-1] [Server] no room",
    });
    rmSync(start.run.folder, { recursive: true });
  });

  it("says so when mysqld cannot be run at all", async () => {
    const start = startOf("exit 0");
    mkdirSync(start.run.dataDir); // there is data: nothing is initialised
    const program = { ...start.program, command: "/no/such/mysqld" };
    await expect(startServer({ ...start, program })).rejects.toThrow(/ENOENT/);
    rmSync(start.run.folder, { recursive: true });
  });
});
