import { STEPS } from "../../../rotation-fn/ports/rotation-steps";
import {
  alwaysHolds,
  type Before,
  before,
  credentialOf,
  powerlessPending,
  rightsOf,
  unlabelled,
  unusable,
} from "./invariants";
import { ADMIN_SECRET, type MemoryWorld, SECRET, USER } from "./memory-world";

/** What AWS repeats until it succeeds: the four steps of a rotation, or the one event of a deployment. */
export interface Task {
  /** In this order; where one fails, again from the first. */
  readonly events: readonly object[];
  readonly before: Before;
  /** What is wrong after an attempt that failed. */
  afterFailure(): readonly string[];
  /** What is wrong when all is done; `result` is what the last invocation returned. */
  atEnd(result: unknown): readonly string[];
}

/** Prepares a world and says what is to be done in it. */
export type TaskOf = (world: MemoryWorld) => Task;

export interface RotationTaskOptions {
  /** False where the account keeps one password: AWSCURRENT is refused from the change until the label moves. */
  readonly keepsCurrent?: boolean;
  /** True where a password may stay, until the next rotation, that no label holds. */
  readonly leavesUnlabelled?: boolean;
}

/** The four calls that Secrets Manager makes. */
export function stepEvents(token: string): readonly object[] {
  return STEPS.map((Step) => ({ Step, SecretId: SECRET, ClientRequestToken: token }));
}

/** A rotation that Secrets Manager has begun. */
export function rotation({ keepsCurrent = true, leavesUnlabelled = false }: RotationTaskOptions = {}): TaskOf {
  return (world) => {
    const start = before(world);
    const token = `token-${world.secrets.countOf(SECRET)}`.padEnd(32, "-");
    world.secrets.begin(SECRET, token);
    const stays = keepsCurrent && start.working.includes("AWSCURRENT");
    return {
      events: stepEvents(token),
      before: start,
      afterFailure: () => [
        ...alwaysHolds(world, start),
        ...powerlessPending(world, start.rights),
        ...(stays ? unusable(world, "AWSCURRENT", start.rights) : []),
      ],
      atEnd: () => [
        ...(world.secrets.labelsOf(SECRET, token).includes("AWSCURRENT") ? [] : ["the rotation does not complete"]),
        ...alwaysHolds(world, start),
        ...unusable(world, "AWSCURRENT", start.rights),
        ...(stays ? unusable(world, "AWSPREVIOUS", start.rights) : []),
        ...(leavesUnlabelled ? [] : unlabelled(world)),
      ],
    };
  };
}

/** A provisioning that a deployment repeats. */
export const provisioning: TaskOf = (world) => {
  const start = before(world);
  const hadVersion = world.secrets.countOf(SECRET) > 0;
  const isWhole = (): boolean => {
    const rights = rightsOf(world, credentialOf(world, "AWSCURRENT")?.username);
    return ['\\"SELECT\\"', '\\"INSERT\\"', '["REQUIRE","SSL"]'].every((right) => rights.includes(right));
  };
  const halfProvisioned = (): readonly string[] => {
    if (world.database.find(USER) === undefined) return [];
    if (world.secrets.values(SECRET).length === 0) return ["an account whose password is stored nowhere"];
    const value = credentialOf(world, "AWSCURRENT");
    const opens = value !== undefined && world.database.check(value) === "ok";
    return opens && !isWhole() ? ["a usable user without its rights"] : [];
  };
  return {
    events: [world.provisionEvent],
    before: start,
    afterFailure: () => [...alwaysHolds(world, start), ...halfProvisioned()],
    atEnd: () => {
      const count = world.secrets.values(SECRET).filter(({ labels }) => labels.length > 0).length;
      const value = credentialOf(world, "AWSCURRENT");
      const opens = value !== undefined && world.database.check({ ...value, database: USER }) === "ok";
      return [
        ...(count === 1 || hadVersion ? [] : [`${count} versions`]),
        ...(opens && isWhole() ? [] : ["not provisioned in the end"]),
        ...alwaysHolds(world, start),
        ...unlabelled(world),
      ];
    },
  };
};

/** The end of a secret's users, as a destroy asks for it: rotation has been cancelled before. */
export const deprovisioning: TaskOf = (world) => {
  world.secrets.cancel(SECRET);
  const start = before(world);
  const left = (): readonly string[] =>
    [USER, `${USER}_clone`].filter((user) => world.database.find(user) !== undefined);
  const touched = (): readonly string[] => alwaysHolds(world, { ...start, working: [] });
  return {
    events: [
      {
        ...{ action: "track-app-users", secretId: SECRET, adminSecretId: ADMIN_SECRET, host: "db.test", port: 3306 },
        ...{ username: USER, tf: { action: "delete", prev_input: null } },
      },
    ],
    before: start,
    afterFailure: touched,
    atEnd: (result) => {
      // Where nothing can be dropped, the destroy continues, and the result says that users are left.
      const isSaid = (result as { readonly dropped?: unknown } | undefined)?.dropped === false;
      return [...touched(), ...(isSaid ? [] : left().map((user) => `${user} is left, and the result does not say so`))];
    },
  };
};
