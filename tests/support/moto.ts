import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** How moto, the mock of AWS, can be started on this machine. */
export interface Moto {
  readonly command: string;
  readonly args: readonly string[];
  /** `5.2.1`, or `unknown` when it cannot be told. */
  readonly version: string;
}

export interface RunningMoto {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Looks for moto with its server: as a module of `python3`, then as `moto_server` on the PATH.
 *
 * @returns undefined when it is not there. Takes about 0.1 s and starts nothing.
 */
export function findMoto(): Moto | undefined {
  const version = versionFor("python3");
  if (version !== undefined) return { command: "python3", args: ["-m", "moto.server"], version };
  const script = onPath("moto_server");
  if (script === undefined) return undefined;
  // A script that pip or pipx made names the interpreter that has moto.
  const interpreter = /^#!(\S*python\S*)/.exec(readFileSync(script, "utf8"))?.[1];
  return { command: script, args: [], version: (interpreter && versionFor(interpreter)) ?? "unknown" };
}

/** The version of moto that a Python has, if it has flask too: that is what the extra moto[server] adds. */
function versionFor(python: string): string | undefined {
  // Looked up without importing either, which would take seconds.
  const query =
    "import importlib.util as u, importlib.metadata as m; print(m.version('moto') if u.find_spec('flask') else '')";
  const answer = spawnSync(python, ["-c", query], { encoding: "utf8", timeout: 10_000 });
  return answer.status === 0 ? answer.stdout.trim() || undefined : undefined;
}

/** Starts it on a free port of 127.0.0.1 and waits until it answers. */
export async function startMoto(moto: Moto, timeoutMs = 20_000): Promise<RunningMoto> {
  const port = await freePort();
  const child = spawn(moto.command, [...moto.args, "-H", "127.0.0.1", "-p", String(port)], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2000);
  });
  child.on("error", (error) => {
    said += error.message;
  });
  const stopWithUs = () => child.kill("SIGKILL");
  process.once("exit", stopWithUs);
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    process.removeListener("exit", stopWithUs);
    await stopProcess(child);
  };
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await delay(50)) {
    if (child.exitCode !== null || child.pid === undefined) break;
    if (await answers(url)) return { url, stop };
  }
  await stop();
  throw new Error(`moto did not answer on ${url} within ${timeoutMs} ms; it said: ${said || "nothing"}`);
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/moto-api/`, { signal: AbortSignal.timeout(1000) }).then(
    (response) => response.ok,
    () => false,
  );
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), 2000);
  await ended;
  clearTimeout(kill);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port on 127.0.0.1");
  return address.port;
}

function onPath(command: string): string | undefined {
  const candidates = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, command));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
