import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type GuardedProcess, startGuarded } from "../../../local/mysql/guarded-process";
import { isRunning } from "../../support/is-running";
import { newFolder, removeFolders } from "./fake-program";

const running: GuardedProcess[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((guarded) => guarded.stop()));
  removeFolders();
});

/** A guarded shell that writes its process id into `pid` in its folder and then runs the script. */
async function guardShell(script: string, stopSignal: "SIGKILL" | "SIGTERM" = "SIGKILL") {
  const folder = newFolder();
  const guarded = startGuarded({
    command: "/bin/sh",
    arguments: ["-c", `echo $$ > "${join(folder, "pid")}"; ${script}`],
    logFile: join(folder, "log"),
    folder,
    stopSignal,
  });
  running.push(guarded);
  await until(() => existsSync(join(folder, "pid")) && readFileSync(join(folder, "pid"), "utf8").endsWith("\n"));
  return { guarded, folder, pid: Number(readFileSync(join(folder, "pid"), "utf8")) };
}

async function until(condition: () => boolean): Promise<void> {
  for (const giveUpAt = Date.now() + 5_000; !condition(); await delay(10)) {
    if (Date.now() > giveUpAt) throw new Error("the condition did not come true within 5 s");
  }
}

describe("a guarded process", () => {
  it("is gone with its folder after stop, and stop may be called again", async () => {
    const { guarded, folder, pid } = await guardShell("exec sleep 1000");
    expect(isRunning(pid)).toBe(true);
    await guarded.stop();
    expect(isRunning(pid)).toBe(false);
    expect(existsSync(folder)).toBe(false);
    await guarded.stop();
  });

  it("may end in order when its data is to stay", async () => {
    const elsewhere = join(newFolder(), "farewell");
    const { guarded } = await guardShell(
      `trap 'echo bye > "${elsewhere}"; exit 0' TERM; while :; do sleep 0.02; done`,
      "SIGTERM",
    );
    await guarded.stop();
    expect(readFileSync(elsewhere, "utf8")).toBe("bye\n");
  });

  it("says how it ended by itself, and keeps the folder until then", async () => {
    const { guarded, folder } = await guardShell("exit 5");
    await until(() => guarded.endedBecause() !== undefined);
    expect(guarded.endedBecause()).toBe("with exit code 5");
    expect(existsSync(folder)).toBe(true);
    await guarded.stop();
    expect(existsSync(folder)).toBe(false);
  });

  it("leaves the folder when it is discarded", async () => {
    const { guarded, folder, pid } = await guardShell("exec sleep 1000");
    writeFileSync(join(folder, "data"), "precious");
    await guarded.discard();
    expect(isRunning(pid)).toBe(false);
    expect(readFileSync(join(folder, "data"), "utf8")).toBe("precious");
  });

  it("is gone with its folder even when somebody kills the guardian itself", async () => {
    const { guarded, folder, pid } = await guardShell("exec sleep 1000");
    await until(() => guarded.mysqldPid() === pid);
    process.kill(guarded.guardianPid ?? 0, "SIGKILL");
    await until(() => !isRunning(pid) && !existsSync(folder));
    expect(guarded.endedBecause()).toContain("SIGKILL");
  });
});
