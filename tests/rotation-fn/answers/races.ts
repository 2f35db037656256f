import type { SecretStore } from "../../../rotation-fn/ports/secret-store";
import { ADMIN_SECRET, SECRET, USER } from "../../support/memory/memory-world";
import { ALWAYS_REFUSED, fromLook, refused } from "./port-changes";
import { BOTH, type State } from "./state";
import { add, begin, change, TOKEN } from "./world-changes";

const HOUR_MS = 3_600_000;
const FIRST = {
  ...{ engine: "mysql", host: "db.test", port: 3306, username: USER, dbname: USER },
  masterarn: ADMIN_SECRET,
};

/** Something changes while the function works. */
export const RACE_STATES: readonly State[] = [
  {
    name: "accounts disappear between the list and the reading",
    session: () => ({ readAccount: async () => undefined, readCredential: async () => undefined }),
    prepare: (world) => add(world, { account: { user: USER, host: "10.%" } }),
  },
  {
    name: "the list of accounts is refused",
    session: () => ({ accountsNamed: async () => Promise.reject(refused("missing_privilege", "1142")) }),
  },
  {
    name: "a statement fails by a defect",
    session: () => ({ accountsNamed: async () => Promise.reject(new TypeError("a defect")) }),
    calls: ["audit", "inspect"],
  },
  {
    name: "AWSCURRENT moves between reading and login",
    rotations: 1,
    secrets: moving(2),
    login: ALWAYS_REFUSED,
    calls: ["audit", "provision", "expire-previous"],
  },
  {
    name: "AWSCURRENT moves at every look",
    rotations: 1,
    secrets: moving(1),
    login: ALWAYS_REFUSED,
    calls: ["audit", "provision"],
  },
  {
    name: "the label moves before the function moves it",
    isNew: true,
    secrets: () => ({ moveCurrent: async () => Promise.reject(refused("secrets_manager_refused", "the label moved")) }),
    calls: ["provision"],
  },
  {
    name: "another provisioning stored the first value",
    isNew: true,
    secrets: (store) => ({
      store: async () => Promise.reject(refused("version_already_exists", "ResourceExistsException")),
      read: async (secretId, selector) =>
        secretId === SECRET && selector.versionId !== undefined
          ? JSON.stringify({ ...FIRST, password: "p-of-the-other-call" })
          : store.read(secretId, selector),
    }),
    calls: ["provision"],
  },
  {
    name: "the first value was stored and nothing else was done",
    isNew: true,
    prepare: async (world) => {
      const version = { secretId: SECRET, versionId: "stored".padEnd(32, "-"), label: "AWSPENDING" };
      await world.secrets.store().store({ ...version, value: JSON.stringify({ ...FIRST, password: "p-stored" }) });
    },
    calls: ["provision", "rotation"],
  },
  {
    name: "the user was made and has no password yet",
    isNew: true,
    engines: BOTH,
    prepare: async (world) => {
      await world.invoke(world.provisionEvent);
      change(world, { locked: true, grants: [], clauses: new Map() });
    },
    calls: ["provision"],
  },
  {
    name: "a rotation of the only user ends while the audit waits",
    strategies: ["single-user"],
    engines: ["mariadb"],
    prepare: (world) => begin(world, 2),
    secrets: fromLook(6, () => ({ labels: new Map([[TOKEN, ["AWSCURRENT"]]]) })),
    calls: ["audit"],
  },
  ...[1_000, 2 * HOUR_MS].map(
    (nowMs): State => ({
      name: `a rotation of the only user is between setSecret and finishSecret, at ${nowMs / 1_000} s`,
      strategies: ["single-user"],
      engines: BOTH,
      nowMs,
      prepare: (world) => begin(world, 2),
      calls: ["audit", "inspect", "provision", "await-rotation"],
    }),
  ),
  {
    name: "the admin secret has changed and is still wrong",
    secrets: (store) => {
      let reads = 0;
      return {
        read: async (secretId, selector) => {
          const text = await store.read(secretId, selector);
          if (secretId !== ADMIN_SECRET) return text;
          return JSON.stringify({ ...JSON.parse(text), password: `p-wrong-${++reads}` });
        },
      };
    },
    calls: ["provision", "deprovision", "inspect"],
  },
  ...(["reattempted", "denied"] as const).map(
    (found): State => ({
      name: `RotateSecret is ${found} when it is asked to continue`,
      prepare: (world) => begin(world, 1),
      secrets: () => ({ rotate: async () => Promise.reject(refused("secrets_manager_refused", `It was ${found}.`)) }),
      nowMs: HOUR_MS,
      calls: ["await-rotation"],
    }),
  ),
  {
    name: "a rotation is to be started",
    rotations: 1,
    events: { "await-rotation": { rotation: "started", baseline: { versionId: "before-1", rotatedAt: null } } },
    described: (secret) => ({
      labels: new Map([...secret.labels].map(([id, labels]) => [id, labels.filter((label) => label !== "AWSPENDING")])),
    }),
    calls: ["await-rotation"],
  },
  {
    name: "rotation is switched on again while the users are dropped",
    described: () => ({ rotationEnabled: true }),
    calls: ["deprovision"],
  },
];

/** Every so many looks another version is AWSCURRENT. */
function moving(every: number): NonNullable<State["secrets"]> {
  return (store: SecretStore) => {
    let looks = 0;
    return {
      describe: async (secretId) => {
        const secret = await store.describe(secretId);
        const moved = Math.floor(looks++ / every);
        return moved === 0 ? secret : { ...secret, labels: new Map([[`moved-${moved}`, ["AWSCURRENT"]]]) };
      },
      read: async (secretId, selector) =>
        selector.versionId?.startsWith("moved")
          ? store.read(secretId, { label: "AWSCURRENT" })
          : store.read(secretId, selector),
    };
  };
}
