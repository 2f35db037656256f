import type { MemoryAccount } from "../../support/memory/memory-account";
import { type MemoryWorld, USER } from "../../support/memory/memory-world";
import type { State } from "./state";
import { add, CLONE, passwordOf } from "./world-changes";

/** What an account for a second host is like, beside the one for all hosts. */
const KINDS: Readonly<Record<string, (world: MemoryWorld) => Partial<MemoryAccount>>> = {
  alike: () => ({}),
  locked: () => ({ locked: true }),
  unmarked: () => ({ attribute: {} }),
  "locked and unmarked": () => ({ locked: true, attribute: {} }),
  "without a password": () => ({ plugin: "auth_socket", locked: true }),
  "another secret's": () => ({ attribute: { rotated_for_secret: "another-secret" } }),
  "with a password of its own": () => ({ primary: "p-its-own" }),
  "unmarked with a password of its own": () => ({ attribute: {}, primary: "p-its-own" }),
  "with AWSPREVIOUS": (world) => ({ attribute: {}, primary: passwordOf(world, "AWSPREVIOUS") }),
  "with AWSCURRENT as the second password": (world) => ({
    primary: "p-first",
    second: passwordOf(world, "AWSCURRENT"),
  }),
};

/** Of the other user, only whether it is marked and usable matters. */
const OTHERS = 5;

type Variants = NonNullable<State["variants"]>;

/** Each kind of the user's account with each of the other user's, and with none. */
function variants(): Variants {
  const all: Record<string, Variants[string]> = {};
  const none = ["none", undefined] as const;
  for (const [own, ofUser] of [none, ...Object.entries(KINDS)]) {
    for (const [other, ofClone] of [none, ...Object.entries(KINDS).slice(0, OTHERS)]) {
      all[`the user's ${own}, the other's ${other}`] = (world) => {
        if (ofUser !== undefined) add(world, { ...ofUser(world), account: { user: USER, host: "10.%" } });
        const isThere = world.database.find(CLONE) !== undefined;
        if (ofClone !== undefined)
          add(world, { ...ofClone(world), account: { user: CLONE, host: "10.%" } }, isThere ? CLONE : USER);
      };
    }
  }
  return all;
}

/** The users have accounts for one more host, in every combination. */
export const ONE_MORE_HOST_STATES: readonly State[] = [
  {
    name: "accounts for one more host",
    strategies: ["alternating-users"],
    rotations: 2,
    variants: variants(),
    calls: ["rotation", "audit"],
  },
  {
    name: "accounts for one more host of a user alone",
    strategies: ["single-user", "admin-rotated"],
    engines: ["mysql", "mariadb"],
    rotations: 2,
    variants: Object.fromEntries(Object.entries(variants()).filter(([name]) => name.endsWith("other's none"))),
    calls: ["rotation", "audit", "expire-previous"],
  },
];
