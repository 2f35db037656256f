import { STEPS } from "../../../rotation-fn/ports/rotation-steps";
import { type MemoryWorld, SECRET, USER } from "../../support/memory/memory-world";
import { refused } from "./port-changes";
import { BOTH, ONE_USER, type State } from "./state";
import { begin, CLONE, change, passwordOf, putCurrent, TOKEN } from "./world-changes";

const DAY_MS = 86_400_000;
const REPEATED = ["rotation", "provision", "await-rotation", "expire-previous", "inspect", "audit"] as const;

/** Secrets Manager says something else of the secret. */
export const SECRET_STATES: readonly State[] = [
  { name: "nothing is provisioned", isNew: true, engines: BOTH },
  {
    name: "the secret has rotated before and rotation is off",
    rotations: 1,
    prepare: (world) => world.secrets.cancel(SECRET),
    calls: ["provision", "expire-previous", "inspect", "audit"],
  },
  {
    name: "rotation is off",
    described: () => ({ rotationEnabled: false }),
    calls: ["rotation", "await-rotation", "audit", "inspect"],
  },
  { name: "the secret is being deleted", described: () => ({ deleted: true }) },
  {
    name: "there is no such secret",
    secrets: () => ({ describe: async () => Promise.reject(refused("secret_not_found", "ResourceNotFoundException")) }),
  },
  {
    name: "the token has no label",
    calls: ["rotation"],
    events: { rotation: { ClientRequestToken: "unknown".padEnd(32, "-") } },
  },
  {
    name: "the token is AWSPREVIOUS",
    rotations: 2,
    calls: ["rotation"],
    events: { rotation: { ClientRequestToken: "before-1".padEnd(32, "-") } },
  },
  ...STEPS.slice(0, 3).map(
    (step, index): State => ({
      name: `a rotation was interrupted after ${step}`,
      engines: BOTH,
      prepare: (world) => begin(world, index + 1),
      calls: REPEATED,
    }),
  ),
  {
    name: "a rotation was interrupted after setSecret and failed for hours",
    prepare: (world) => begin(world, 2),
    nowMs: 10 * 3_600_000,
    calls: ["await-rotation", "inspect", "audit"],
  },
  {
    name: "a rotation began and stored nothing",
    prepare: (world) => begin(world, 0),
    nowMs: 10 * 3_600_000,
    calls: REPEATED,
  },
  {
    name: "the rotation is overdue",
    rotations: 1,
    described: () => ({ nextRotationAt: new Date(DAY_MS), rotateEveryDays: 1 }),
    nowMs: 9 * DAY_MS,
    calls: ["audit"],
  },
  {
    name: "the schedule is not told",
    rotations: 1,
    described: () => ({
      nextRotationAt: undefined,
      rotateEveryDays: undefined,
      createdAt: undefined,
      lastRotatedAt: undefined,
    }),
    nowMs: 9 * DAY_MS,
    calls: ["audit"],
  },
  {
    name: "the rotation is due by the rules",
    rotations: 1,
    nowMs: 1.9 * DAY_MS,
    calls: ["audit"],
  },
  {
    name: "AWSCURRENT was moved back",
    rotations: 2,
    engines: BOTH,
    prepare: (world) => world.secrets.rollBack(SECRET),
    calls: REPEATED,
  },
  ...outdated(),
  {
    name: "the pending version has the password of AWSCURRENT",
    prepare: (world) => putPending(world, {}),
    calls: ["rotation", "await-rotation", "inspect"],
  },
  {
    name: "the pending version names another user",
    prepare: (world) => putPending(world, { username: "somebody", password: "p-of-somebody" }),
    calls: ["rotation", "await-rotation", "inspect", "audit", "provision"],
  },
  {
    name: "the pending version names another host",
    prepare: (world) => putPending(world, { host: "other.test", password: "p-pending" }),
    calls: ["rotation", "inspect", "audit", "provision"],
  },
  {
    name: "the pending version is no JSON",
    prepare: async (world) => {
      world.secrets.begin(SECRET, TOKEN);
      await world.secrets.store().store({ secretId: SECRET, versionId: TOKEN, value: "no JSON", label: "AWSPENDING" });
    },
    calls: ["rotation", "inspect", "audit", "provision", "await-rotation"],
  },
  {
    name: "the password in AWSPENDING was set by another function",
    strategies: ["alternating-users"],
    prepare: async (world) => {
      await begin(world, 2);
      change(world, { attribute: {} }, CLONE);
    },
    calls: ["rotation", "inspect"],
  },
  {
    name: "the password of the only user is the pending one",
    strategies: ONE_USER,
    engines: BOTH,
    prepare: async (world) => {
      await begin(world, 1);
      change(world, { primary: passwordOf(world, "AWSPENDING"), second: undefined });
    },
    calls: REPEATED,
  },
  {
    name: "the environment has another database address",
    events: {
      provision: { host: "new.test", tf: { action: "update", prev_input: { host: "db.test", port: 3306 } } },
    },
    calls: ["provision"],
  },
  {
    name: "the environment has another port that was not known",
    events: { provision: { port: 3307 } },
    calls: ["provision"],
  },
  {
    name: "the environment moves while a rotation is pending",
    prepare: (world) => begin(world, 1),
    events: { provision: { host: "new.test", tracked: { addresses: [{ host: "db.test", port: 3306 }] } } },
    calls: ["provision"],
  },
  {
    name: "the environment has other privileges, hosts and names",
    engines: BOTH,
    events: { provision: { privileges: ["SELECT", "UPDATE"], userHost: "10.%" } },
    calls: ["provision"],
  },
  {
    name: "the environment's users were another secret's in the snapshot",
    events: { provision: { formerSecret: "former" } },
    prepare: (world) => change(world, { attribute: { rotated_for_secret: "former", rotated_in: "eu-west-1/1" } }),
    calls: ["provision"],
  },
  {
    name: "the environment asks for what it may not have",
    events: { provision: { privileges: ["SELECT", "SUPER", "GRANT OPTION"], username: "root" } },
    calls: ["provision"],
  },
  {
    name: "the environment asks for another user",
    events: { provision: { username: `${USER}_reports`, dbname: "reports" } },
    calls: ["provision"],
  },
  {
    name: "the planned code is not deployed",
    events: { "await-rotation": { codeDigest: "f".repeat(64) } },
    calls: ["await-rotation"],
  },
  {
    name: "no rotation is required",
    events: { "await-rotation": { rotation: "not-required" } },
    calls: ["await-rotation"],
  },
  { name: "the audit declares nothing", events: { audit: { declared: {}, environment: undefined } }, calls: ["audit"] },
];

async function putPending(world: MemoryWorld, members: object): Promise<void> {
  const value = { ...JSON.parse(world.secrets.valueOf(SECRET, "AWSCURRENT") ?? "{}"), ...members };
  world.secrets.begin(SECRET, TOKEN);
  const version = { secretId: SECRET, versionId: TOKEN, value: JSON.stringify(value), label: "AWSPENDING" };
  await world.secrets.store().store(version);
}

/** A person changed AWSCURRENT after createSecret had copied it. */
function outdated(): State[] {
  const changes: Readonly<Record<string, object>> = {
    "a key of its own": { reports: "monthly" },
    "its address": { host: "new.test", port: 3307 },
    "its database": { dbname: "elsewhere" },
    "its password": { password: "p-by-hand" },
  };
  return Object.entries(changes).flatMap(([what, members]) =>
    [1, 2].map((steps) => ({
      name: `AWSCURRENT changed ${what} after ${STEPS[steps - 1]}`,
      prepare: async (world: MemoryWorld) => {
        await begin(world, steps);
        await putCurrent(world, members);
      },
      calls: ["rotation", "inspect"] as const,
    })),
  );
}
