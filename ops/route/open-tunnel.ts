import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { type TunnelPrograms, type TunnelWay, tunnelPrograms } from "../../stacks/shared/tunnel-programs";
import { OpsError } from "../error";
import { freePort, isListening } from "./local-ports";
import type { Route } from "./route";

/** A person may have to answer for a host key or a passphrase meanwhile. */
const OPEN_TIMEOUT_MS = 60_000;
const LOOK_MS = 100;
const MAX_STDERR = 2_000;

/** A tunnel ends where forwarding fails, and notices a connection that died. */
const SSH_OPTIONS = ["-o", "ExitOnForwardFailure=yes", "-o", "ServerAliveInterval=30", "-o", "ConnectTimeout=15"];

export interface TunnelOptions {
  readonly profile: string | undefined;
  readonly signal: AbortSignal;
}

/** Opens a tunnel from a free port of 127.0.0.1, and waits until it listens. Throws `tunnel_failed`, and the signal's reason. */
export async function openTunnel(
  way: TunnelWay,
  end: { readonly host: string; readonly port: number },
  { profile, signal }: TunnelOptions,
): Promise<Pick<Route, "port" | "close" | "ended">> {
  signal.throwIfAborted();
  const port = await freePort();
  const programs = tunnelPrograms(way, end, port);
  const env = profile === undefined ? process.env : { ...process.env, AWS_PROFILE: profile };
  if (programs.prepare !== undefined) await prepare(programs.prepare, env, signal);
  const tunnel = hold(programs, way.mode, env);
  try {
    for (const endMs = Date.now() + OPEN_TIMEOUT_MS; !(await isListening(port)); ) {
      if (tunnel.isOver()) throw failed(programs.hold, tunnel.stderr());
      if (Date.now() > endMs) throw failed(programs.hold, `no answer on 127.0.0.1:${port} after 60 s`);
      await pause(LOOK_MS, undefined, { signal });
    }
  } catch (error) {
    await tunnel.close();
    throw error;
  }
  return { port, close: tunnel.close, ended: tunnel.ended };
}

function hold({ hold: [program = "", ...args] }: TunnelPrograms, mode: TunnelWay["mode"], env: NodeJS.ProcessEnv) {
  let stderr = "";
  let isOver = false;
  const child = start(program, args, mode, env);
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-MAX_STDERR);
  });
  const ended = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      stderr = error.message;
      isOver = true;
      resolve();
    });
    child.once("exit", () => {
      isOver = true;
      resolve();
    });
  });
  const close = async (): Promise<void> => {
    // The AWS CLI has the Session Manager plugin below it: the whole group ends.
    if (!isOver && child.pid !== undefined) process.kill(mode === "ssm" ? -child.pid : child.pid, "SIGTERM");
    await ended;
  };
  return { isOver: () => isOver, stderr: () => stderr.trim(), ended, close };
}

/**
 * Ctrl-C in a client interrupts a statement, and must not end the tunnel below it. ssh stays in the terminal's group, where it can ask for a
 * passphrase, and keeps to a SIGINT that is ignored. The Session Manager plugin does not, so that it gets a group of its own.
 */
function start(
  program: string,
  args: readonly string[],
  mode: TunnelWay["mode"],
  env: NodeJS.ProcessEnv,
): ChildProcess {
  // The AWS CLI may ask for a code of a second factor there.
  const stdin = mode === "ssm" && process.stdin.isTTY ? "inherit" : "ignore";
  if (mode === "ssm") return spawn(program, args, { stdio: [stdin, "ignore", "pipe"], env, detached: true });
  const words = ["-c", 'trap "" INT; exec "$@"', "sh", program, ...SSH_OPTIONS, ...args];
  return spawn("/bin/sh", words, { stdio: [stdin, "ignore", "pipe"], env });
}

async function prepare([program = "", ...args]: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal) {
  const child = spawn(program, args, { stdio: ["inherit", "ignore", "pipe"], env, signal });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-MAX_STDERR);
  });
  const exitCode = await new Promise<number | string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) => resolve(code ?? "a signal"));
  });
  signal.throwIfAborted();
  if (exitCode !== 0) throw failed([program, ...args], stderr.trim() || String(exitCode));
}

function failed(words: readonly string[], found: string): OpsError {
  return new OpsError("tunnel_failed", {
    problem: `${words.slice(0, 3).join(" ")} opened no tunnel`,
    found: found === "" ? "it ended without a word" : found,
    remedy:
      "run the stack's output tunnel_command yourself, and use --tunnel-port <port>; npm run ops -- my-ip <environment>",
  });
}
