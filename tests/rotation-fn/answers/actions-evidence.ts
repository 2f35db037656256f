import { ADMIN_SECRET, type MemoryWorld, SECRET, USER } from "../../support/memory/memory-world";
import { everyLogin, fromLook, refused } from "./port-changes";
import type { State } from "./state";
import { add, begin, change, passwordOf, putCurrent, TOKEN } from "./world-changes";

const NOW_MS = 7_200_000;
const MINUTE_MS = 60_000;

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

/** The user's password was set by hand, and a version is pending that is AWSCURRENT with changed members. */
async function unlike(world: MemoryWorld, members: object): Promise<void> {
  const value = JSON.stringify({ ...JSON.parse(world.secrets.valueOf(SECRET, "AWSCURRENT") ?? "{}"), ...members });
  world.secrets.begin(SECRET, TOKEN);
  await world.secrets.store().store({ secretId: SECRET, versionId: TOKEN, value, label: "AWSPENDING" });
  change(world, { primary: "p-by-hand", second: undefined });
}
