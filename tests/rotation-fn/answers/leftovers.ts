import { type MemoryWorld, SECRET, USER } from "../../support/memory/memory-world";
import { ALWAYS_REFUSED, everyLogin, hidden, loginsInTurn, refused } from "./port-changes";
import { BOTH, ONE_USER, PAIR, type State } from "./state";
import { add, begin, CLONE, change, passwordOf, putCurrent } from "./world-changes";

/** An earlier strategy, an earlier attempt or a person has left something. */
export const LEFTOVER_STATES: readonly State[] = [
  {
    name: "the strategy was changed after setSecret",
    rotations: 1,
    prepare: async (world) => {
      await begin(world, 2);
      const isPair = world.options.strategy === "alternating-users";
      world.secrets.tag(SECRET, "rotation:strategy", isPair ? "admin-rotated" : "alternating-users");
    },
    calls: ["rotation", "inspect", "audit", "provision"],
  },
  {
    name: "the strategy was changed between two rotations",
    rotations: 2,
    engines: BOTH,
    prepare: (world) => {
      const isPair = world.options.strategy === "alternating-users";
      world.secrets.tag(SECRET, "rotation:strategy", isPair ? "admin-rotated" : "alternating-users");
    },
    calls: ["rotation", "audit", "expire-previous", "provision"],
  },
  {
    name: "the strategy was changed to single-user between two rotations",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => world.secrets.tag(SECRET, "rotation:strategy", "single-user"),
    calls: ["rotation", "audit", "expire-previous"],
  },
  {
    name: "AWSCURRENT was moved back and AWSPENDING stayed",
    rotations: 1,
    prepare: movedBack,
    events: { rotation: { ClientRequestToken: "before-1".padEnd(32, "-") } },
    calls: ["rotation", "inspect", "audit", "provision", "expire-previous"],
  },
  {
    name: "AWSCURRENT was moved back and the strategy changed",
    rotations: 1,
    strategies: PAIR,
    prepare: async (world) => {
      await movedBack(world);
      world.secrets.tag(SECRET, "rotation:strategy", "admin-rotated");
    },
    events: { rotation: { ClientRequestToken: "before-1".padEnd(32, "-") } },
    calls: ["rotation", "inspect"],
  },
  {
    name: "AWSPREVIOUS cannot be read",
    rotations: 2,
    secrets: (store) => ({
      read: async (secretId, selector) =>
        selector.label === "AWSPREVIOUS" ? "no JSON" : store.read(secretId, selector),
    }),
    prepare: (world) => {
      for (const user of [USER, CLONE]) if (world.database.find(user)) change(world, { attribute: {} }, user);
    },
    calls: ["rotation", "audit", "provision"],
  },
  {
    name: "the password was set in an earlier attempt and the server refuses it now",
    engines: BOTH,
    prepare: (world) => begin(world, 2),
    refuses: (made) => {
      if (/password$/.test(made.kind)) throw refused("password_reused", "3638");
    },
    calls: ["rotation", "await-rotation"],
  },
  {
    name: "a second password may not be ended",
    prepare: (world) => change(world, { second: "p-by-hand" }),
    refuses: (made) => {
      if (made.kind === "end-second-password") throw refused("password_reused", "3638");
    },
    calls: ["rotation", "expire-previous"],
  },
  {
    name: "a second password was set by hand and there is no admin",
    strategies: ["single-user"],
    engines: BOTH,
    prepare: async (world) => {
      await putCurrent(world, { masterarn: undefined });
      change(world, { second: "p-by-hand" });
    },
    calls: ["rotation", "expire-previous", "audit", "inspect"],
  },
  {
    name: "a second password may not be ended by the user itself",
    strategies: ["single-user"],
    prepare: (world) => putCurrent(world, { masterarn: undefined }),
    refuses: (made) => {
      if (made.kind === "end-second-password") throw refused("missing_privilege", "1227");
    },
    calls: ["expire-previous"],
  },
  {
    name: "a second password was set by hand and the stored ones are hidden",
    prepare: (world) => change(world, { second: "p-by-hand" }),
    session: hidden,
    calls: ["rotation", "expire-previous", "audit", "provision"],
  },
  {
    name: "the password has expired and the stored ones are hidden",
    strategies: ["admin-rotated"],
    login: everyLogin("rejected", "password_expired", "1862"),
    session: hidden,
    calls: ["rotation"],
  },
  {
    name: "too few characters changed, says the server",
    strategies: ["single-user"],
    refuses: (made) => {
      if (made.kind === "change-password" && made.replacing !== undefined)
        throw refused("password_rejected", "4165 too few");
    },
    calls: ["rotation"],
  },
  {
    name: "too few characters changed, and the current password is required",
    strategies: ["single-user"],
    refuses: (made) => {
      if (made.kind !== "change-password") return;
      if (made.replacing === undefined) throw refused("password_required", "3892");
      throw refused("password_rejected", "4165 too few");
    },
    calls: ["rotation"],
  },
  {
    name: "AWSCURRENT is refused with the server's number",
    login: everyLogin("rejected", "login_refused", "1045 (28000)"),
    calls: ["rotation", "audit"],
  },
  {
    name: "after a backup AWSCURRENT is refused once by mistake",
    strategies: ["single-user"],
    rotations: 2,
    prepare: (world) =>
      change(world, { primary: passwordOf(world, "AWSCURRENT"), second: passwordOf(world, "AWSPREVIOUS") }),
    login: loginsInTurn("refused"),
    calls: ["rotation"],
  },
  {
    name: "the admin resets an account without a mark",
    strategies: ["admin-rotated"],
    settings: { ALLOW_ADMIN_RESET: "true" },
    prepare: (world) => change(world, { primary: "p-by-hand", attribute: {} }),
    calls: ["rotation"],
  },
  {
    name: "the admin resets an account that is gone",
    strategies: ["admin-rotated"],
    settings: { ALLOW_ADMIN_RESET: "true" },
    prepare: (world) => change(world, { account: { user: "renamed", host: "%" }, locked: true }),
    login: ALWAYS_REFUSED,
    session: () => ({ accountsNamed: async () => [] }),
    calls: ["rotation"],
  },
  {
    name: "both users have a locked account for one more host",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => {
      for (const user of [USER, CLONE]) add(world, { account: { user, host: "10.%" }, locked: true }, user);
    },
    calls: ["rotation", "audit"],
  },
  ...[true, false].map(
    (isMarked): State => ({
      name: `the other user alone has ${isMarked ? "a marked" : "an unmarked"} account for one more host`,
      strategies: PAIR,
      rotations: 2,
      prepare: (world) =>
        add(world, { account: { user: CLONE, host: "10.%" }, ...(isMarked ? {} : { attribute: {} }) }, CLONE),
      calls: ["rotation", "audit", "expire-previous"],
    }),
  ),
  ...ONE_USER.map(
    (strategy): State => ({
      name: `the other user of an earlier strategy is left, ${strategy}`,
      strategies: [strategy],
      rotations: 1,
      prepare: (world) => add(world, { account: { user: CLONE, host: "%" } }),
      calls: ["rotation", "audit", "expire-previous", "deprovision"],
    }),
  ),
];

/** A person moved AWSCURRENT by hand and left AWSPENDING where it was. */
async function movedBack(world: MemoryWorld): Promise<void> {
  const [from, to] = [world.secrets.versionOf(SECRET, "AWSCURRENT"), world.secrets.versionOf(SECRET, "AWSPREVIOUS")];
  await world.secrets.store().moveCurrent(SECRET, to ?? "", from);
}
