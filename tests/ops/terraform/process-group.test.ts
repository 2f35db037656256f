import { readFileSync } from "node:fs";
import path from "node:path";
import { runInGroup } from "../../../ops/terraform/process-group";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();

const run = (script: string, more: Partial<Parameters<typeof runInGroup>[2]> = {}) =>
  runInGroup(process.execPath, ["-e", script], {
    cwd: folder,
    environment: { PATH: process.env.PATH ?? "", ONE: "1" },
    timeoutMs: 20_000,
    ...more,
  });

/** Starts a child that would run for a minute, says its number, and goes on itself. Neither ends at SIGINT. */
const STUBBORN_PAIR = `
  process.on("SIGINT", () => process.stdout.write("heard\\n") && setTimeout(() => process.exit(3), 50));
  const { spawn } = require("node:child_process");
  const child = spawn(process.execPath, ["-e", "process.on('SIGINT', () => {}); setTimeout(() => {}, 60000)"], { stdio: "ignore" });
  console.log("child " + child.pid);
  setTimeout(() => {}, 60000);`;

const isRunning = (pid: number): boolean => {
  try {
    // A zombie whose parent has not asked for it yet has ended, too.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

async function untilEnded(pid: number): Promise<void> {
  for (let tries = 0; tries < 100 && isRunning(pid); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

describe("a program in a group of its own", () => {
  test("ends with its exit code and both channels; its failure is a result", async () => {
    const ended = await run("console.log('out'); console.error('err'); process.exitCode = 7");
    expect(ended).toMatchObject({ exitCode: 7, stdout: "out\n" });
    expect(ended.output).toMatch(/^(out\nerr\n|err\nout\n)$/);
  });

  test("finds the environment that it was given and nothing else", async () => {
    const { stdout } = await run("console.log(JSON.stringify(Object.keys(process.env).sort()))");
    expect(JSON.parse(stdout)).toEqual(["ONE", "PATH"]);
  });

  test("is heard line by line, and kept in a file", async () => {
    const lines: string[] = [];
    const logFile = path.join(folder, "kept.log");
    await run("process.stdout.write('a\\nb'); setTimeout(() => console.log('c'), 100)", {
      onLine: (line) => lines.push(line),
      logFile,
    });
    expect(lines).toEqual(["a", "bc"]);
    expect(readFileSync(logFile, "utf8")).toMatch(/^\$ .*\na\nbc\n$/s);
  });

  test("is asked to end when it is aborted, and what it started ends with it", async () => {
    const controller = new AbortController();
    let child = 0;
    const running = run(STUBBORN_PAIR, {
      signal: controller.signal,
      onLine: (line) => {
        child = Number(/^child (\d+)$/.exec(line)?.[1] ?? child);
        if (child !== 0) controller.abort(new Error("Ctrl-C"));
      },
    });
    await expect(running).rejects.toThrow("Ctrl-C");
    await untilEnded(child);
    expect(isRunning(child)).toBe(false);
  });

  test("is killed when it has not ended at the end of its grace", async () => {
    const controller = new AbortController();
    const deaf = "process.on('SIGINT', () => {}); console.log('ready'); setTimeout(() => {}, 60000)";
    const startedMs = performance.now();
    const running = run(deaf, {
      signal: controller.signal,
      graceMs: 300,
      onLine: () => controller.abort(new Error("Ctrl-C")),
    });
    await expect(running).rejects.toThrow("Ctrl-C");
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  test("is stopped when its time is over", async () => {
    await expect(run("setTimeout(() => {}, 60000)", { timeoutMs: 300 })).rejects.toThrow(
      expect.objectContaining({ timeoutMs: 300, message: expect.stringContaining("ran longer than 300 ms") }),
    );
  });

  test("is not started when it was aborted before", async () => {
    await expect(run("console.log(1)", { signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow("before");
  });

  test("that does not exist fails with its name", async () => {
    const options = { cwd: folder, environment: {}, timeoutMs: 1_000 };
    await expect(runInGroup("/nowhere/terraform", [], options)).rejects.toThrow(/nowhere\/terraform/);
  });
});
