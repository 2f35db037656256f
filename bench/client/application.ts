import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Stage } from "../world/stage";

/** The kinds of clients, by the names that `application.mjs` gives them, and as a table calls them. */
export const KINDS = {
  refreshed: "this client",
  recovered: "this client, refreshing on refusal only",
  wrapper: "AWS's wrapper",
  once: "mysql2, password read once",
  everyConnection: "mysql2, read at every connection",
  authPlugins: "mysql2, authPlugins as functions",
} as const;
export type Kind = keyof typeof KINDS;

/** What one application saw. */
export interface Seen {
  readonly queries: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly medianMs: number | null;
  readonly p99Ms: number | null;
  /** Connections that it opened, and logins that MySQL refused. */
  readonly logins: number;
  readonly refused: number;
  readonly rssMb: number;
  /** Calls of GetSecretValue. */
  readonly reads: number;
}

export interface RunningApplication {
  readonly kind: Kind;
  /** Ends it, and gives what it saw. */
  end(): Promise<Seen>;
}

export interface ApplicationLoad {
  readonly workers: number;
  readonly pauseMs: number;
}

/** Starts an application in a process of its own, and waits until its workers query. */
export async function startApplication(
  stage: Stage,
  folder: string,
  kind: Kind,
  secretId: string,
  { workers, pauseMs }: ApplicationLoad,
): Promise<RunningApplication> {
  const accessKeyId = `CLIENT${kind.toUpperCase()}${secretId.length}${Date.now()}`;
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, ["application.mjs"], {
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      PATH,
      KIND: kind,
      SECRET_ID: secretId,
      DB_CA: stage.mysql.caPem,
      WORKERS: `${workers}`,
      PAUSE_MS: `${pauseMs}`,
      AWS_REGION: stage.server.region,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: stage.server.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: "not-checked",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    },
  });
  stage.cleanup.add(`the application ${kind}`, () => void child.kill());
  const lines = createInterface({ input: child.stdout });
  const next = async (): Promise<string> => {
    const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`${kind} ended with ${code}`)));
    ended.catch(() => undefined);
    const [line] = await Promise.race([once(lines, "line"), ended]);
    return String(line);
  };
  await next();
  return {
    kind,
    async end() {
      child.stdin.end();
      const seen = JSON.parse(await next());
      return { ...seen, reads: stage.calls.by(accessKeyId) };
    },
  };
}
