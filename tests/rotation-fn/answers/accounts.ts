import type { Grant } from "../../../rotation-fn/ports/account";
import { EXCESS_KEY, HOME_KEY, MARK_KEY, RIGHTS_KEY } from "../../../rotation-fn/strategies/mark";
import { USER } from "../../support/memory/memory-world";
import { BOTH, ONE_USER, PAIR, type State } from "./state";
import { add, CLONE, change, passwordOf } from "./world-changes";

const UPDATE: Grant = { kind: "privilege", privilege: "UPDATE", scope: `\`${USER}\`.*` };
const EVERYWHERE: Grant = { kind: "privilege", privilege: "PROCESS", scope: "*.*" };
const FOREIGN = { [HOME_KEY]: "us-east-1/123456789012", [MARK_KEY]: "another-secret" };

/** The accounts of the secret's users are not as the function left them. */
export const ACCOUNT_STATES: readonly State[] = [
  { name: "the user is locked", prepare: (world) => change(world, { locked: true }) },
  {
    name: "the user is gone",
    prepare: (world) => world.database.restore(without(world.database.snapshot(), `${USER}@%`)),
  },
  { name: "the user is another secret's", prepare: (world) => change(world, { attribute: FOREIGN }) },
  {
    name: "the user is the namesake's in another region",
    prepare: (world) => {
      const { attribute = {} } = world.database.find(USER) ?? {};
      change(world, { attribute: { ...attribute, [HOME_KEY]: "eu-west-1/123456789012" } });
    },
  },
  { name: "the user has no mark", prepare: (world) => change(world, { attribute: {} }), engines: BOTH },
  {
    name: "the user has an earlier release's mark",
    prepare: (world) => {
      const { [MARK_KEY]: mark } = world.database.find(USER)?.attribute ?? {};
      change(world, { attribute: { [MARK_KEY]: mark } });
    },
    calls: ["rotation", "audit", "expire-previous"],
  },
  { name: "the user logs in by a socket", prepare: (world) => change(world, { plugin: "auth_socket" }) },
  {
    name: "the user has an older plugin",
    rotations: 1,
    strategies: PAIR,
    prepare: (world) => change(world, { plugin: "mysql_native_password" }),
    calls: ["rotation", "audit"],
  },
  {
    name: "the user needs a client certificate",
    prepare: (world) => change(world, { clauses: new Map([["REQUIRE", "SUBJECT '/CN=shop'"]]) }),
  },
  { name: "the password was set by hand", prepare: (world) => change(world, { primary: "p-by-hand" }), engines: BOTH },
  {
    name: "the password was set by hand beside AWSCURRENT",
    prepare: (world) => change(world, { primary: "p-by-hand", second: passwordOf(world, "AWSCURRENT") }),
    engines: BOTH,
  },
  {
    name: "the password was set by hand beside AWSCURRENT on an account without a mark",
    prepare: (world) => change(world, { primary: "p-by-hand", second: passwordOf(world, "AWSCURRENT"), attribute: {} }),
    calls: ["rotation", "expire-previous", "audit"],
  },
  {
    name: "a second password was set by hand",
    prepare: (world) => change(world, { second: "p-by-hand" }),
    engines: BOTH,
    calls: ["rotation", "provision", "expire-previous", "audit"],
  },
  {
    name: "the passwords are those of a backup",
    rotations: 2,
    strategies: ONE_USER,
    prepare: (world) => change(world, { primary: passwordOf(world, "AWSPREVIOUS"), second: undefined }),
    engines: BOTH,
  },
  {
    name: "the password of a backup beside one set by hand",
    rotations: 2,
    strategies: ONE_USER,
    prepare: (world) => change(world, { primary: "p-by-hand", second: passwordOf(world, "AWSPREVIOUS") }),
    calls: ["rotation", "expire-previous", "audit"],
  },
  {
    name: "the user may not keep two passwords",
    strategies: ONE_USER,
    prepare: (world) => {
      const { grants = [] } = world.database.find(USER) ?? {};
      change(world, { grants: grants.filter(({ kind }) => kind !== "dynamic"), second: "p-by-hand" });
    },
    calls: ["rotation", "audit", "expire-previous"],
  },
  {
    name: "a privilege was granted by hand",
    prepare: (world) => {
      world.grant(USER, UPDATE);
      world.grant(USER, EVERYWHERE);
    },
    calls: ["rotation", "provision", "audit"],
  },
  {
    name: "a privilege was revoked by hand",
    prepare: (world) => {
      const { grants = [] } = world.database.find(USER) ?? {};
      change(world, { grants: grants.filter((grant) => grant.kind !== "privilege" || grant.privilege !== "INSERT") });
    },
    calls: ["rotation", "provision", "audit"],
  },
  {
    name: "the two users differ",
    strategies: PAIR,
    engines: BOTH,
    rotations: 1,
    prepare: (world) => {
      world.grant(USER, UPDATE);
      world.grant(USER, EVERYWHERE);
      change(world, { clauses: new Map([["MAX_USER_CONNECTIONS", "5"]]), locked: true });
    },
    calls: ["rotation", "provision", "audit"],
  },
  {
    name: "the other user is gone",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => world.database.restore(without(world.database.snapshot(), `${CLONE}@%`)),
    calls: ["rotation", "audit", "inspect", "expire-previous"],
  },
  {
    name: "the other user was there before",
    strategies: PAIR,
    prepare: (world) => add(world, { account: { user: CLONE, host: "%" }, attribute: {}, primary: "p-of-somebody" }),
  },
  {
    name: "the other user is another secret's",
    strategies: PAIR,
    prepare: (world) =>
      add(world, { account: { user: CLONE, host: "%" }, attribute: FOREIGN, primary: "p-of-somebody" }),
  },
  {
    name: "the other user has the password in AWSPREVIOUS and no mark",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => change(world, { attribute: {} }, CLONE),
    calls: ["rotation", "provision", "audit", "deprovision"],
  },
  {
    name: "the other user has an account for one more host",
    strategies: PAIR,
    rotations: 1,
    prepare: (world) => add(world, { account: { user: CLONE, host: "10.%" }, attribute: {} }),
  },
  {
    name: "the other user has rights that a note says the admin may not take away",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => {
      const { attribute = {} } = world.database.find(CLONE) ?? {};
      world.grant(CLONE, EVERYWHERE);
      change(world, { attribute: { ...attribute, [EXCESS_KEY]: "PROCESS ON *.*" } }, CLONE);
    },
    calls: ["rotation", "audit"],
  },
  {
    name: "the other user was given rights that no rotation gave",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => {
      const { attribute = {} } = world.database.find(CLONE) ?? {};
      change(world, { attribute: { ...attribute, [RIGHTS_KEY]: "expired" }, second: "left" }, CLONE);
    },
    calls: ["rotation", "audit", "expire-previous"],
  },
  {
    name: "the user has a further account with its password",
    engines: BOTH,
    prepare: (world) => add(world, { account: { user: USER, host: "10.%" }, attribute: {} }),
  },
  {
    name: "the user has a further account with a password of its own",
    prepare: (world) => add(world, { account: { user: USER, host: "10.%" }, attribute: {}, primary: "p-its-own" }),
  },
  {
    name: "the user has a further account of another secret",
    prepare: (world) => add(world, { account: { user: USER, host: "10.%" }, attribute: FOREIGN }),
  },
  {
    name: "the user has a further account with the mark and a password set by hand",
    prepare: (world) => add(world, { account: { user: USER, host: "10.%" }, primary: "p-by-hand" }),
  },
  {
    name: "the user has a further account with AWSPREVIOUS",
    rotations: 2,
    strategies: ONE_USER,
    engines: BOTH,
    prepare: (world) =>
      add(world, {
        account: { user: USER, host: "10.%" },
        attribute: {},
        primary: passwordOf(world, "AWSPREVIOUS"),
        second: undefined,
      }),
    calls: ["rotation", "provision", "expire-previous", "audit", "deprovision"],
  },
  {
    name: "the user has a locked further account",
    prepare: (world) => add(world, { account: { user: USER, host: "10.%" }, locked: true }),
    calls: ["rotation", "provision", "expire-previous", "audit", "deprovision"],
  },
];

function without<T>(accounts: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  return new Map([...accounts].filter(([name]) => name !== key));
}
