import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { skippedBecause } from "../../support/skipped-because";

const describeOwnServer = skippedBecause(
  process.env.MYSQL_URL ? "the run uses a given server, and none of our own may be installed" : undefined,
  describe,
);
const REPOSITORY = join(__dirname, "..", "..", "..");

interface Started {
  readonly parent: ChildProcess;
  readonly parentEnded: Promise<unknown>;
  readonly port: number;
  readonly folder: string;
}

const parents: ChildProcess[] = [];
afterEach(() => {
  for (const parent of parents.splice(0)) parent.kill("SIGKILL");
});

async function startInAnotherProcess(ending: string): Promise<Started> {
  const parent = spawn(process.execPath, ["--import", "tsx", join(__dirname, "parent-fixture.ts"), ending], {
    cwd: REPOSITORY,
    stdio: ["ignore", "pipe", "ignore"],
  });
  parents.push(parent);
  const parentEnded = new Promise((resolve) => parent.once("exit", resolve));
  const line = await new Promise<string>((resolve, reject) => {
    parent.stdout.once("data", (data) => resolve(String(data)));
    parentEnded.then(() => reject(new Error("the process ended before it said where its MySQL is")), reject);
  });
  const { port, caFile } = JSON.parse(line);
  return { parent, parentEnded, port, folder: dirname(caFile) };
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connectTcp(port, "127.0.0.1");
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
    socket.setTimeout(1_000, () => socket.destroy());
  });

async function waitUntilGone({ port, folder }: Started): Promise<void> {
  const giveUpAt = Date.now() + 5_000;
  while (existsSync(folder) || (await listens(port))) {
    if (Date.now() > giveUpAt) throw new Error(`still there 5 s later: ${folder} or port ${port}`);
    await delay(20);
  }
}

describeOwnServer("a MySQL of ours, when the process that started it", () => {
  it.each(["SIGKILL", "SIGINT"] as const)("gets %s, is gone with its folder", async (signal) => {
    const started = await startInAnotherProcess("wait");
    expect(await listens(started.port)).toBe(true);
    started.parent.kill(signal);
    await started.parentEnded;
    await waitUntilGone(started);
  });

  it.each(["exit", "return"])("ends by %s, is gone with its folder", async (ending) => {
    const started = await startInAnotherProcess(ending);
    await started.parentEnded;
    await waitUntilGone(started);
  });
});
