import type { SecretDescription, SecretStore } from "../../../rotation-fn/ports/secret-store";
import { SECRET, USER } from "../../support/memory/memory-world";
import { add, begin, CLONE, change, hidden, passwordOf, refused, refusedLogin, type State, TOKEN } from "./state";

const ONE = ["single-user", "admin-rotated"] as const;
const MANAGED = ["alternating-users", "admin-rotated"] as const;
const BOTH = ["mysql", "mariadb"] as const;
const NARROWER = { provision: { userHost: "10.%" } };

/** A deployment meets a secret or a user that something else is working on. */
export const PROVISIONING_STATES: readonly State[] = [
  {
    name: "neither AWSCURRENT nor AWSPENDING is the password of the only user",
    strategies: ONE,
    engines: BOTH,
    prepare: async (world) => {
      await begin(world, 1);
      change(world, { primary: "p-by-hand", second: undefined });
    },
    calls: ["provision", "audit"],
  },
  {
    name: "neither AWSCURRENT nor AWSPENDING is the password, and a rotation sets its own meanwhile",
    strategies: ONE,
    prepare: async (world) => {
      await begin(world, 1);
      change(world, { primary: "p-by-hand", second: undefined });
    },
    login: ({ adminSecretId }) => (adminSecretId === undefined ? refusedLogin() : undefined),
    calls: ["provision"],
  },
  {
    name: "the user is locked and has the pending password",
    strategies: ONE,
    engines: BOTH,
    prepare: async (world) => {
      await begin(world, 1);
      change(world, { primary: passwordOf(world, "AWSPENDING"), second: undefined, locked: true });
    },
    calls: ["provision", "audit", "inspect"],
  },
  {
    name: "the user has the pending password and the stored ones are hidden",
    strategies: ONE,
    prepare: async (world) => {
      await begin(world, 1);
      change(world, { primary: passwordOf(world, "AWSPENDING"), second: undefined });
    },
    session: hidden,
    calls: ["provision", "rotation"],
  },
  ...(["moved", "refused"] as const).map(
    (end): State => ({
      name: `the user has the pending password and AWSCURRENT is ${end} when it is to move`,
      strategies: ONE,
      prepare: async (world) => {
        await begin(world, 1);
        change(world, { primary: passwordOf(world, "AWSPENDING"), second: undefined });
      },
      secrets: (store) => ({
        moveCurrent: async (secretId, to, from) => {
          if (end === "moved") await store.moveCurrent(secretId, to, from);
          throw refused("secrets_manager_refused", "AWSCURRENT is elsewhere");
        },
      }),
      calls: ["provision"],
    }),
  ),
  {
    name: "an earlier release stored a second first value",
    engines: BOTH,
    prepare: async (world) => {
      await begin(world, 1);
    },
    described: () => ({ rotationEnabled: undefined, lastRotatedAt: undefined }),
    calls: ["provision"],
  },
  {
    name: "an earlier release stored a second first value and the login fails",
    prepare: async (world) => {
      await begin(world, 1);
      change(world, { primary: "p-by-hand" });
    },
    described: () => ({ rotationEnabled: undefined, lastRotatedAt: undefined }),
    calls: ["provision"],
  },
  {
    name: "the users' host changes",
    strategies: MANAGED,
    engines: BOTH,
    rotations: 2,
    events: NARROWER,
    calls: ["provision"],
  },
  {
    name: "the users' host changes while a rotation is pending",
    strategies: MANAGED,
    prepare: (world) => begin(world, 1),
    events: NARROWER,
    calls: ["provision"],
  },
  {
    name: "the users' host changes and the server does not answer",
    strategies: MANAGED,
    login: ({ adminSecretId }) =>
      adminSecretId === undefined
        ? Promise.resolve({ kind: "unknown", error: refused("network_unreachable", "ETIMEDOUT") })
        : undefined,
    events: NARROWER,
    calls: ["provision"],
  },
  {
    name: "the users' host changes and AWSCURRENT is refused",
    strategies: MANAGED,
    rotations: 1,
    prepare: (world) => change(world, { primary: "p-by-hand", second: undefined }),
    events: NARROWER,
    calls: ["provision"],
  },
  {
    name: "the users' host changes and three accounts are there",
    strategies: MANAGED,
    rotations: 1,
    prepare: (world) => {
      for (const host of ["172.%", "192.%"]) add(world, { account: { user: USER, host } });
    },
    events: NARROWER,
    calls: ["provision", "rotation", "audit", "expire-previous", "deprovision"],
  },
  {
    name: "a rotation ends while await-rotation tries its steps",
    prepare: (world) => begin(world, 1),
    nowMs: 3_600_000,
    secrets: completedAfter(1),
    calls: ["await-rotation"],
  },
  {
    name: "a rotation ends while await-rotation fails with its steps",
    prepare: (world) => begin(world, 1),
    nowMs: 3_600_000,
    secrets: completedAfter(1),
    login: () => refusedLogin(),
    calls: ["await-rotation"],
  },
  {
    name: "rotation is switched on after the lock",
    secrets: (store) => {
      let looks = 0;
      return { describe: async (secretId) => ({ ...(await store.describe(secretId)), rotationEnabled: ++looks > 1 }) };
    },
    calls: ["deprovision"],
  },
  {
    name: "a rotation begins after expire-previous has read the secret",
    rotations: 1,
    secrets: (store) => {
      let looks = 0;
      return {
        describe: async (secretId) => {
          const secret = await store.describe(secretId);
          return ++looks === 1 ? secret : { ...secret, labels: new Map([...secret.labels, [TOKEN, ["AWSPENDING"]]]) };
        },
      };
    },
    calls: ["expire-previous"],
  },
  {
    name: "further accounts have second passwords",
    rotations: 1,
    strategies: ONE,
    engines: BOTH,
    prepare: (world) => {
      const second = "p-second";
      add(world, { account: { user: USER, host: "10.%" }, second });
      add(world, { account: { user: USER, host: "172.%" }, second, primary: "p-its-own", attribute: {} });
    },
    calls: ["expire-previous", "audit", "rotation"],
  },
  {
    name: "the other user is locked",
    strategies: ["alternating-users"],
    rotations: 2,
    prepare: (world) => change(world, { locked: true }, CLONE),
    calls: ["expire-previous", "audit", "rotation", "inspect", "deprovision"],
  },
  {
    name: "a login fails by a defect",
    login: () => Promise.reject(new TypeError("a defect")),
    calls: ["rotation", "inspect", "audit"],
  },
  {
    name: "the tracked address has changed",
    events: {
      deprovision: { host: "new.test", tf: { action: "update", prev_input: { host: "db.test", port: 3306 } } },
    },
    calls: ["deprovision"],
  },
  {
    name: "an account logs in by the plugin that ends",
    prepare: (world) => change(world, { plugin: "mysql_native_password" }),
    calls: ["audit", "rotation", "provision"],
  },
];

/** After so many looks the rotation is complete. */
function completedAfter(count: number): (store: SecretStore) => Partial<SecretStore> {
  return (store) => {
    let looks = 0;
    return {
      describe: async (secretId): Promise<SecretDescription> => {
        const secret = await store.describe(secretId);
        if (secretId !== SECRET || ++looks <= count) return secret;
        return { ...secret, labels: new Map([[TOKEN, ["AWSCURRENT"]]]), lastRotatedAt: new Date(2) };
      },
    };
  };
}
