import { isRotationError, RotationError } from "../../../rotation-fn/errors";
import { createHandler, type Handler } from "../../../rotation-fn/handler";
import type { AccountChange } from "../../../rotation-fn/ports/account";
import type { Database, DatabaseSession } from "../../../rotation-fn/ports/database";
import type { Log, LogFields } from "../../../rotation-fn/ports/log";
import { STEPS } from "../../../rotation-fn/ports/rotation-steps";
import type { SecretStore } from "../../../rotation-fn/ports/secret-store";
import { noUsage } from "../../../rotation-fn/ports/usage";
import { readSettings, type StrategyName } from "../../../rotation-fn/settings";
import { ADMIN_SECRET, MemoryWorld, SECRET, USER } from "../../support/memory/memory-world";
import { stepEvents } from "../../support/memory/tasks";
import { named, remember } from "./names";
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

function recordedSecrets(world: MemoryWorld, state: State, say: (line: string) => void): SecretStore {
  const real = world.secrets.store();
  const store: SecretStore = { ...real, ...state.secrets?.(real) };
  return {
    describe: async (secretId) => {
      const secret = await store.describe(secretId);
      say("DescribeSecret");
      if (secretId !== SECRET) return secret;
      // A deployment configures rotation after it has provisioned.
      const rotationEnabled = secret.rotationEnabled ?? (state.isNew ? undefined : true);
      return { ...secret, rotationEnabled, ...state.described?.(secret) };
    },
    read: async (secretId, selector) => {
      say(`GetSecretValue ${secretId === SECRET ? "" : `${secretId} `}${json(selector)}`);
      return store.read(secretId, selector);
    },
    versionMadeAt: (...all) => {
      say("GetSecretValue (date)");
      return store.versionMadeAt(...all);
    },
    store: (version) => {
      say(`PutSecretValue ${json(version)}`);
      return store.store(version);
    },
    moveCurrent: (_, to, from) => {
      say(`AWSCURRENT to ${to} from ${from}`);
      return store.moveCurrent(SECRET, to, from);
    },
    removeLabel: (_, label, from) => {
      say(`${label} away from ${from}`);
      return store.removeLabel(SECRET, label, from);
    },
    rotate: (secretId) => {
      say("RotateSecret");
      return store.rotate(secretId);
    },
  };
}

function recordedDatabase(world: MemoryWorld, state: State, say: (line: string) => void): Database {
  const real = world.database.port();
  let open = 0;
  return {
    login: async (request) => {
      const answer = await (state.login?.(request, real) ?? real.login(request));
      const { adminSecretId, ...shown } = request;
      say(`login ${answer.kind} ${json(adminSecretId === undefined ? shown : { ...shown, as: "admin" })}`);
      if (answer.kind !== "accepted") return answer;
      open++;
      return { kind: "accepted", session: recordedSession(answer.session, `s${open}`, state, say) };
    },
  };
}

/** Of reads their number is recorded, when the session ends: what they show is in what follows. */
function recordedSession(real: DatabaseSession, name: string, state: State, say: (line: string) => void) {
  const session: DatabaseSession = { ...real, ...state.session?.(real) };
  let isOpen = true;
  let reads = 0;
  return {
    ...counted(session, () => reads++),
    identity: session.identity,
    objects: counted(session.objects, () => reads++),
    replication: counted(session.replication, () => reads++),
    apply: async (change: AccountChange) => {
      say(`${name} ${json(change)}`);
      state.refuses?.(change);
      return session.apply(change);
    },
    lock: async (...lock: Parameters<DatabaseSession["lock"]>) => {
      say(`${name} lock ${json(lock)}`);
      return session.lock(...lock);
    },
    close: async () => {
      if (isOpen) say(`${name} closed after ${reads} reads`);
      isOpen = false;
      return session.close();
    },
  } satisfies DatabaseSession;
}

/** The same object, whose calls are counted. */
function counted<Reader extends object>(reader: Reader, count: () => void): Reader {
  return new Proxy(reader, {
    get(target, key, receiver) {
      const member: unknown = Reflect.get(target, key, receiver);
      if (typeof member !== "function") return member;
      return (...all: unknown[]) => {
        count();
        return member.apply(target, all);
      };
    },
  });
}

function shownError(error: unknown): string[] {
  if (!(error instanceof RotationError)) return [`! ${String(error)}`];
  const { code, effect, message, action, endpoint, adminSecretId } = error;
  const cause = isRotationError(error.cause) ? [`  because ${error.cause.code}: ${error.cause.message}`] : [];
  return [`! ${code} (effect ${effect}) ${json({ action, endpoint, adminSecretId })}`, `  ${message}`, ...cause];
}

function json(value: unknown): string {
  return (
    JSON.stringify(value, (_, member) => (member instanceof Map ? Object.fromEntries(member) : member)) ?? "nothing"
  );
}
