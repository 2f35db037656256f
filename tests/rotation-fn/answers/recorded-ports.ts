import type { AccountChange } from "../../../rotation-fn/ports/account";
import type { Database, DatabaseSession } from "../../../rotation-fn/ports/database";
import type { SecretStore } from "../../../rotation-fn/ports/secret-store";
import { type MemoryWorld, SECRET } from "../../support/memory/memory-world";
import type { State } from "./state";

/** The secret store of a world, each call of which is said. */
export function recordedSecrets(world: MemoryWorld, state: State, say: (line: string) => void): SecretStore {
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

/** The database of a world: its logins, and what their sessions change, are said. */
export function recordedDatabase(world: MemoryWorld, state: State, say: (line: string) => void): Database {
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

/** A value on one line. */
export function json(value: unknown): string {
  return (
    JSON.stringify(value, (_, member) => (member instanceof Map ? Object.fromEntries(member) : member)) ?? "nothing"
  );
}
