import { ADMIN_SECRET, type MemoryWorld, SECRET, USER } from "../../support/memory/memory-world";
import { everyLogin, fromLook, refused } from "./port-changes";
import { ONE_USER, type State } from "./state";
import { add, begin, change, passwordOf, putCurrent, putText, TOKEN } from "./world-changes";

const NOW_MS = 7_200_000;
const MINUTE_MS = 60_000;
const ELEVEN = "ALTER, CREATE, DELETE, DROP, EVENT, EXECUTE, INDEX, INSERT, SELECT, TRIGGER, UPDATE".split(", ");

/** The function looks for evidence, and finds other than it expects. */
export const EVIDENCE_STATES: readonly State[] = [
  ...[undefined, new Date(NOW_MS - MINUTE_MS), new Date(NOW_MS - MINUTE_MS - 1)].map(
    (madeAt): State => ({
      name: `the only user has the pending password of ${madeAt === undefined ? "unknown age" : `${NOW_MS - madeAt.getTime()} ms`}`,
      strategies: ["single-user"],
      nowMs: NOW_MS,
      prepare: async (world) => {
        await begin(world, 1);
        change(world, { primary: passwordOf(world, "AWSPENDING"), second: undefined });
      },
      secrets: () => ({ versionMadeAt: async () => madeAt }),
      calls: ["audit"],
    }),
  ),
  {
    name: "AWSCURRENT is refused and the pending version explains nothing",
    strategies: ["single-user"],
    variants: {
      "it names another user": (world) => unlike(world, { username: "somebody", password: "p-of-somebody" }),
      "it has the password of AWSCURRENT": (world) => unlike(world, {}),
      "it has no value": async (world) => {
        world.secrets.begin(SECRET, TOKEN);
        change(world, { primary: "p-by-hand", second: undefined });
      },
      "it is no secret value": async (world) => {
        await unlike(world, { password: undefined });
      },
    },
    calls: ["audit"],
  },
  ...(["missing_privilege", "unknown_database"] as const).map(
    (code): State => ({
      name: `the user's login is right and ends with ${code}`,
      login: everyLogin("unknown", code, "1044"),
      calls: ["audit"],
    }),
  ),
  {
    name: "the only user's login is right and ends with missing_privilege during a rotation",
    strategies: ["single-user"],
    prepare: (world) => begin(world, 1),
    login: everyLogin("unknown", "missing_privilege", "1044"),
    calls: ["audit"],
  },
  {
    name: "AWSCURRENT is refused and its account disappears while the cause is looked for",
    strategies: ["admin-rotated"],
    prepare: (world) => change(world, { primary: "p-by-hand", second: undefined }),
    session: () => ({ readAccount: async () => undefined }),
    calls: ["audit"],
  },
  {
    name: "the only user's admin secret is gone",
    strategies: ["single-user"],
    prepare: (world) => putCurrent(world, { masterarn: "no-such-secret" }),
    calls: ["audit"],
  },
  {
    name: "the other user lacks eleven rights",
    strategies: ["alternating-users"],
    rotations: 2,
    prepare: (world) => {
      for (const privilege of ELEVEN) world.grant(USER, { kind: "privilege", privilege, scope: "`other`.*" });
    },
    calls: ["audit"],
  },
  {
    name: "a further account's second password ends while the audit compares it",
    strategies: ["single-user"],
    rotations: 1,
    prepare: (world) => add(world, { account: { user: USER, host: "10.%" }, primary: "p-own", second: "p-own-2" }),
    session: () => ({ readSecondPassword: async () => undefined }),
    calls: ["audit"],
  },
  {
    name: "the last rotation is not told and the other user is gone",
    strategies: ["alternating-users"],
    rotations: 1,
    prepare: ({ database }) =>
      database.restore(new Map([...database.snapshot()].filter(([, { account }]) => account.user !== USER))),
    described: () => ({ lastRotatedAt: undefined }),
    calls: ["audit"],
  },
  {
    name: "the account of AWSCURRENT disappears while it is compared",
    strategies: ["alternating-users"],
    rotations: 2,
    session: (session) => ({
      readAccount: async (account) => (account.user === USER ? undefined : session.readAccount(account)),
    }),
    calls: ["audit"],
  },
  {
    name: "AWSCURRENT moves before the passwords end",
    rotations: 1,
    secrets: fromLook(2, () => ({ labels: new Map([["moved", ["AWSCURRENT"]]]) })),
    calls: ["expire-previous"],
  },
  {
    name: "the other user disappears before its password ends",
    strategies: ["alternating-users"],
    rotations: 1,
    session: (session) => ({
      readAccount: async (account) => (account.user === USER ? undefined : session.readAccount(account)),
    }),
    calls: ["expire-previous"],
  },
  {
    name: "another account of the user has two passwords of its own",
    strategies: ["admin-rotated"],
    rotations: 1,
    prepare: (world) => add(world, { account: { user: USER, host: "10.%" }, primary: "p-own", second: "p-own-2" }),
    calls: ["expire-previous"],
  },
  {
    name: "the stored password disappears while the second one ends",
    strategies: ["admin-rotated"],
    rotations: 1,
    session: () => ({ readCredential: async () => undefined }),
    calls: ["expire-previous"],
  },
  {
    name: "a login is not tried, because a guard refuses it",
    login: async () => Promise.reject(refused("host_mismatch", "evil.test")),
    calls: ["inspect"],
  },
  {
    name: "a login to read evidence fails by a defect",
    login: async () => Promise.reject(new TypeError("a defect")),
    calls: ["inspect", "audit"],
  },
  {
    name: "the user of two versions is locked",
    strategies: ONE_USER,
    rotations: 1,
    prepare: (world) => change(world, { locked: true }),
    calls: ["inspect"],
  },
  {
    name: "AWSCURRENT is no JSON during a rotation",
    prepare: async (world) => {
      await begin(world, 1);
      await putText(world, "a password");
    },
    calls: ["inspect"],
  },
  {
    name: "the port in AWSCURRENT changed after the only password",
    strategies: ["single-user"],
    engines: ["mariadb"],
    prepare: async (world) => {
      await begin(world, 2);
      await putCurrent(world, { port: 3307 });
    },
    calls: ["inspect"],
  },
  {
    name: "a login to find the obstacle fails by a defect",
    strategies: ["single-user"],
    prepare: async (world) => {
      await begin(world, 1);
      await putCurrent(world, { port: 3307 });
    },
    login: failingAfter(3),
    calls: ["inspect"],
  },
  {
    name: "the versions may not be read",
    secrets: (store) => ({
      read: async (secretId, selector) =>
        secretId === ADMIN_SECRET
          ? store.read(secretId, selector)
          : Promise.reject(refused("secrets_manager_refused", "AccessDenied")),
    }),
    calls: ["inspect", "audit"],
  },
  {
    name: "AWSCURRENT has got the pending password",
    prepare: async (world) => {
      await begin(world, 2);
      await putCurrent(world, { password: passwordOf(world, "AWSPENDING") });
    },
    calls: ["inspect"],
  },
];

/** The app user's logins after so many in an invocation fail by a defect. */
function failingAfter(logins: number): NonNullable<State["login"]> {
  const counts = new WeakMap<object, number>();
  return ({ adminSecretId }, database) => {
    if (adminSecretId !== undefined) return undefined;
    const count = (counts.get(database) ?? 0) + 1;
    counts.set(database, count);
    return count > logins ? Promise.reject(new TypeError("a defect")) : undefined;
  };
}

/** The user's password was set by hand, and a version is pending that is AWSCURRENT with changed members. */
async function unlike(world: MemoryWorld, members: object): Promise<void> {
  const value = JSON.stringify({ ...JSON.parse(world.secrets.valueOf(SECRET, "AWSCURRENT") ?? "{}"), ...members });
  world.secrets.begin(SECRET, TOKEN);
  await world.secrets.store().store({ secretId: SECRET, versionId: TOKEN, value, label: "AWSPENDING" });
  change(world, { primary: "p-by-hand", second: undefined });
}
