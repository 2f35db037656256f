import { versionLabelled } from "../../../rotation-fn/ports/secret-store";
import { ADMIN_SECRET, USER } from "../../support/memory/memory-world";
import { fromLook, loginsInTurn } from "./port-changes";
import { PAIR, type State, WITH_ADMIN } from "./state";
import { add, passwordOf, putCurrent, TOKEN } from "./world-changes";

const NARROWER = { provision: { userHost: "10.%" } };
const MOVES = {
  provision: { host: "new.test", tf: { action: "update", prev_input: { host: "db.test", port: 3306 } } },
};
/** After the function has read the secret twice, before and inside the lock. */
const AFTER_PLAN = 3;
/** A person moves AWSCURRENT back to AWSPREVIOUS, and no version is pending. */
const MOVED_BACK = fromLook(AFTER_PLAN, (secret) => ({
  labels: new Map([[versionLabelled(secret, "AWSPREVIOUS") ?? "", ["AWSCURRENT"]]]),
}));

/** A provisioning that makes an account for another host, or moves to another address, and is disturbed or was interrupted. */
export const PROVISIONING_RACE_STATES: readonly State[] = [
  {
    name: "the users' host changes and an interrupted call left the account that it was making",
    strategies: WITH_ADMIN,
    prepare: (world) => add(world, { account: { user: USER, host: "being-provisioned.invalid" }, locked: true }),
    events: NARROWER,
    calls: ["provision"],
  },
  {
    name: "the users' host changes and AWSCURRENT is moved back meanwhile",
    strategies: WITH_ADMIN,
    rotations: 1,
    secrets: MOVED_BACK,
    login: loginsInTurn("refused", "refused"),
    events: NARROWER,
    calls: ["provision"],
  },
  {
    name: "the users' host changes and AWSPREVIOUS holds the same password",
    strategies: WITH_ADMIN,
    rotations: 1,
    prepare: (world) => putCurrent(world, { note: "written again" }),
    events: NARROWER,
    calls: ["provision"],
  },
  {
    name: "the database's address changes and AWSCURRENT is moved back meanwhile",
    rotations: 1,
    secrets: MOVED_BACK,
    events: MOVES,
    calls: ["provision"],
  },
  {
    name: "the database's address changes and a rotation begins meanwhile",
    rotations: 1,
    secrets: fromLook(AFTER_PLAN, (secret) => ({
      labels: new Map([
        [versionLabelled(secret, "AWSCURRENT") ?? "", ["AWSCURRENT"]],
        [TOKEN, ["AWSPENDING"]],
      ]),
    })),
    events: MOVES,
    calls: ["provision"],
  },
  {
    name: "only the other user is there",
    strategies: PAIR,
    rotations: 2,
    prepare: ({ database }) =>
      database.restore(new Map([...database.snapshot()].filter(([, { account }]) => account.user !== USER))),
    calls: ["provision"],
  },
  {
    name: "no tag names the strategy",
    rotations: 1,
    described: () => ({ tags: new Map() }),
    calls: ["rotation", "provision", "expire-previous"],
  },
  {
    name: "the admin secret names the secret's own user",
    strategies: WITH_ADMIN,
    prepare: (world) => putCurrent(world, { username: USER, password: passwordOf(world, "AWSCURRENT") }, ADMIN_SECRET),
    calls: ["rotation", "provision", "expire-previous"],
  },
];
