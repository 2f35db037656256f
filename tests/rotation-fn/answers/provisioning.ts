import { USER } from "../../support/memory/memory-world";
import { ALWAYS_REFUSED, fromLook, hidden, NEVER_ANSWERED, refused } from "./port-changes";
import { BOTH, ONE_USER, type State, WITH_ADMIN } from "./state";
import { add, begin, CLONE, change, passwordOf, TOKEN } from "./world-changes";

const NARROWER = { provision: { userHost: "10.%" } };

/** From the second look on the rotation is complete. */
const COMPLETED = fromLook(2, () => ({ labels: new Map([[TOKEN, ["AWSCURRENT"]]]), lastRotatedAt: new Date(2) }));

/** A deployment meets a secret or a user that something else is working on. */
export const PROVISIONING_STATES: readonly State[] = [
  {
    name: "neither AWSCURRENT nor AWSPENDING is the password of the only user",
    strategies: ONE_USER,
    engines: BOTH,
    prepare: async (world) => {
      await begin(world, 1);
      change(world, { primary: "p-by-hand", second: undefined });
    },
    calls: ["provision", "audit"],
  },
  {
    name: "neither AWSCURRENT nor AWSPENDING is the password, and a rotation sets its own meanwhile",
    strategies: ONE_USER,
    prepare: async (world) => {
      await begin(world, 1);
      change(world, { primary: "p-by-hand", second: undefined });
    },
    login: ALWAYS_REFUSED,
    calls: ["provision"],
  },
  {
    name: "the user is locked and has the pending password",
    strategies: ONE_USER,
    engines: BOTH,
    prepare: async (world) => {
      await begin(world, 1);
      change(world, { primary: passwordOf(world, "AWSPENDING"), second: undefined, locked: true });
    },
    calls: ["provision", "audit", "inspect"],
  },
  {
    name: "the user has the pending password and the stored ones are hidden",
    strategies: ONE_USER,
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
      strategies: ONE_USER,
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
    strategies: WITH_ADMIN,
    engines: BOTH,
    rotations: 2,
    events: NARROWER,
    calls: ["provision"],
  },
  {
    name: "the users' host changes while a rotation is pending",
    strategies: WITH_ADMIN,
    prepare: (world) => begin(world, 1),
    events: NARROWER,
    calls: ["provision"],
  },
  {
    name: "the users' host changes and the server does not answer",
    strategies: WITH_ADMIN,
    login: NEVER_ANSWERED,
    events: NARROWER,
    calls: ["provision"],
  },
  {
    name: "the users' host changes and AWSCURRENT is refused",
    strategies: WITH_ADMIN,
    rotations: 1,
    prepare: (world) => change(world, { primary: "p-by-hand", second: undefined }),
    events: NARROWER,
    calls: ["provision"],
  },
  {
    name: "the users' host changes and three accounts are there",
    strategies: WITH_ADMIN,
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
    secrets: COMPLETED,
    calls: ["await-rotation"],
  },
  {
    name: "a rotation ends while await-rotation fails with its steps",
    prepare: (world) => begin(world, 1),
    nowMs: 3_600_000,
    secrets: COMPLETED,
    login: ALWAYS_REFUSED,
    calls: ["await-rotation"],
  },
  {
    name: "rotation is switched on after the lock",
    secrets: fromLook(2, () => ({ rotationEnabled: true })),
    calls: ["deprovision"],
  },
  {
    name: "a rotation begins after expire-previous has read the secret",
    rotations: 1,
    secrets: fromLook(2, ({ labels }) => ({ labels: new Map([...labels, [TOKEN, ["AWSPENDING"]]]) })),
    calls: ["expire-previous"],
  },
  {
    name: "further accounts have second passwords",
    rotations: 1,
    strategies: ONE_USER,
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
