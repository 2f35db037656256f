import { isRotationError, RotationError } from "../../../rotation-fn/errors";
import { createHandler, type Handler } from "../../../rotation-fn/handler";
import type { Log, LogFields } from "../../../rotation-fn/ports/log";
import { STEPS } from "../../../rotation-fn/ports/rotation-steps";
import { noUsage } from "../../../rotation-fn/ports/usage";
import { readSettings, type StrategyName } from "../../../rotation-fn/settings";
import { ADMIN_SECRET, MemoryWorld, SECRET, USER } from "../../support/memory/memory-world";
import { stepEvents } from "../../support/memory/tasks";
import { named, remember } from "./names";
import { json, recordedDatabase, recordedSecrets } from "./recorded-ports";
import type { Call, Engine, State } from "./state";

/** What an invocation cost: measured by adapters, which are not here. The message of a failure is recorded with the error. */
const COSTS: ReadonlySet<string> = new Set(["durationMs", ...Object.keys(noUsage())]);

/** Calls the function in a state. Returns what it did, logged and answered, a line each; passwords by the version that holds them. */
export async function record(
  state: State,
  strategy: StrategyName,
  engine: Engine,
  call: Call,
): Promise<readonly string[]> {
  const world = new MemoryWorld({ strategy, engine });
  if (!state.isNew) world.restore(await started(strategy, engine, state.rotations ?? 0));
  await state.prepare?.(world);
  const lines: string[] = [];
  const passwords = new Map<string, string>([["dba's own password", "<admin's>"]]);
  const say = (line: string) => {
    for (const [id, { value }] of world.secrets.snapshot().now.get(SECRET)?.versions ?? [])
      remember(passwords, id, value);
    if (!/^info (step|action) {"outcome":"ok"}$/.test(line)) lines.push(line);
  };
  const handler = handlerIn(world, state, say);
  for (const event of eventsOf(world, state, call)) {
    try {
      say(`= ${json(await handler(event))}`);
    } catch (error) {
      for (const line of shownError(error)) say(line);
      break;
    }
  }
  return lines.map((line) => named(line, passwords));
}

type Start = ReturnType<MemoryWorld["snapshot"]>;
const starts = new Map<string, Start>();

/** Before another function is recorded: what this one made is made anew. */
export function forgetStarts(): void {
  starts.clear();
}

/** A provisioned secret after so many rotations; each is made once. */
async function started(strategy: StrategyName, engine: Engine, rotations: number): Promise<Start> {
  const key = `${strategy} ${engine} ${rotations}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  const world = await MemoryWorld.provisioned({ strategy, engine });
  for (let count = 1; count <= rotations; count++) {
    const token = `before-${count}`.padEnd(32, "-");
    world.secrets.begin(SECRET, token);
    for (const event of stepEvents(token)) await world.invoke(event);
  }
  const start = world.snapshot();
  starts.set(key, start);
  return start;
}

function handlerIn(world: MemoryWorld, state: State, say: (line: string) => void): Handler {
  let nowMs = state.nowMs ?? 1_000;
  const line =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      const isKept = ([key]: [string, unknown]) => !COSTS.has(key) && !(level === "error" && key === "message");
      say(`${level} ${event} ${json(Object.fromEntries(Object.entries(fields).filter(isKept)))}`);
    };
  const log: Log = {
    ...{ debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") },
    measure: ({ at: _, ...measured }) => say(`measured ${json(measured)}`),
  };
  return createHandler({
    settings: readSettings(state.settings ?? {}),
    clock: {
      now: () => nowMs,
      sleep: async (ms) => {
        nowMs += ms;
      },
    },
    codeDigest: () => "0".repeat(64),
    log: () => log,
    secrets: () => recordedSecrets(world, state, say),
    database: () => recordedDatabase(world, state, say),
  });
}

function eventsOf(world: MemoryWorld, state: State, call: Call): readonly object[] {
  const further = state.events?.[call] ?? {};
  const secret = { secretId: SECRET };
  switch (call) {
    case "rotation": {
      const token = unfinished(world) ?? begun(world, "rotation");
      const first = STEPS.indexOf(state.resumesAt ?? "createSecret");
      return stepEvents(token)
        .slice(first)
        .map((event) => ({ ...event, ...further }));
    }
    case "provision":
      return [{ ...world.provisionEvent, ...further }];
    case "await-rotation": {
      if (unfinished(world) === undefined) begun(world, "awaited");
      return [
        { action: "rotation-baseline", ...secret },
        { action: call, ...secret, timeoutSeconds: 60, ...further },
      ];
    }
    case "audit": {
      const declared = { [SECRET]: { dbname: USER, privileges: ["SELECT", "INSERT"] } };
      const environment = { name: "test", part: 1, of: 1 };
      return [{ action: call, secretIds: [SECRET], declared, environment, ...further }];
    }
    case "deprovision": {
      world.secrets.cancel(SECRET);
      const users = { adminSecretId: ADMIN_SECRET, host: "db.test", port: 3306, username: USER };
      const track = { action: "track-app-users", ...secret, ...users };
      return ["create", "delete"].map((action) => ({ ...track, tf: { action, prev_input: null }, ...further }));
    }
    default:
      return [{ action: call, ...secret, ...further }];
  }
}

function begun(world: MemoryWorld, name: string): string {
  const token = name.padEnd(32, "-");
  world.secrets.begin(SECRET, token);
  return token;
}

/** The version of a rotation that has begun and not ended. */
function unfinished({ secrets }: MemoryWorld): string | undefined {
  const pending = secrets.versionOf(SECRET, "AWSPENDING");
  return pending === secrets.versionOf(SECRET, "AWSCURRENT") ? undefined : pending;
}

function shownError(error: unknown): string[] {
  if (!(error instanceof RotationError)) return [`! ${String(error)}`];
  const { code, effect, message, action, endpoint, adminSecretId } = error;
  const cause = isRotationError(error.cause) ? [`  because ${error.cause.code}: ${error.cause.message}`] : [];
  return [`! ${code} (effect ${effect}) ${json({ action, endpoint, adminSecretId })}`, `  ${message}`, ...cause];
}
