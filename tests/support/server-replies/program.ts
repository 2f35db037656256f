import { readFileSync } from "node:fs";
import { isRotationError } from "../../../rotation-fn/errors";
import { sentinelsIn } from "../bad-input/sentinels";
import { recordingFrom } from "./recording";
import { talk } from "./talk";
import { randomFrom } from "./wrong-replies";
import { startWrongServer } from "./wrong-server";

/** What the program is given, as JSON in a file. */
export interface Order {
  readonly recording: string;
  readonly username: string;
  readonly sessions: number;
  readonly seed: number;
}

/** What it prints, as JSON. Every problem begins with the number of its session. */
export interface Outcome {
  readonly sessions: number;
  /** Sessions in which something failed. */
  readonly failed: number;
  readonly longestMs: number;
  readonly problems: readonly string[];
}

const AT_ONCE = 64;
/** Of an invocation; the adapter keeps 1.5 s of it back. */
const INVOCATION_MS = 1_700;
/** Far beyond the invocation's time and the second of a goodbye: the machine may be busy. */
const MAX_MS = 15_000;

/** A process of its own, because a defect may end it: sessions with a server whose answers are wrong. */
async function main(): Promise<void> {
  const { recording, username, sessions, seed } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Order;
  const problems: string[] = [];
  let [failed, longestMs] = [0, 0];
  // The driver says so of packets out of order.
  console.error = () => undefined;
  process.on("uncaughtException", (error) => void problems.push(`uncaught: ${error.stack}`));
  process.on("unhandledRejection", (error) => void problems.push(`unhandled: ${error}`));
  const trySession = async (server: Awaited<ReturnType<typeof startWrongServer>>, session: number): Promise<void> => {
    server.expect(randomFrom(seed + session));
    const startedAt = performance.now();
    const deadline = { remainingMs: () => startedAt + INVOCATION_MS - performance.now() };
    const errors = await bounded(talk(server.port, username, deadline)).catch((thrown: unknown) => [thrown]);
    longestMs = Math.max(longestMs, Math.round(performance.now() - startedAt));
    if (errors.length > 0) failed += 1;
    for (const error of errors) {
      if (!isRotationError(error))
        problems.push(`${session}: not an error of the function: ${(error as Error)?.stack}`);
      const found = sentinelsIn(error);
      if (found.length > 0) problems.push(`${session}: quotes a password: ${(error as Error).message} ${found[0]}`);
    }
  };
  const worker = async (first: number): Promise<void> => {
    const server = await startWrongServer(recordingFrom(recording));
    for (let session = first; session < sessions; session += AT_ONCE) await trySession(server, session);
    server.close();
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, sessions) }, (_, first) => worker(first)));
  const outcome: Outcome = { sessions, failed, longestMs, problems: problems.slice(0, 20) };
  process.stdout.write(JSON.stringify(outcome));
}

function bounded<Value>(promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`a session hangs for ${MAX_MS} ms`)), MAX_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

void main();
