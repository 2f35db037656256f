import type { StrategyName } from "../../rotation-fn/settings";
import type { DrillWorld } from "./drill-world";

/** One accident of the runbook's first table, made on purpose. */
export interface DrillSituation {
  /** What the command line calls it. */
  readonly name: string;
  /** The row of docs/runbook.md that cures it. */
  readonly row: string;
  /** The strategies in which it can happen. */
  readonly strategies: readonly StrategyName[];
  /** Breaks it. What it made is gone when the cure has worked. */
  make(world: DrillWorld): Promise<void>;
}

const ALL: readonly StrategyName[] = ["alternating-users", "single-user", "admin-rotated"];

/** A password that nobody keeps: the accident is that nobody knows it. */
const forgotten = (): string => `By-hand-${crypto.randomUUID()}`;

/** In the order of the runbook's table. */
export const DRILL_SITUATIONS: readonly DrillSituation[] = [
  {
    name: "password-changed",
    row: "a password was changed by hand",
    strategies: ALL,
    async make(world) {
      const account = `'${await world.user("AWSCURRENT")}'@'%'`;
      await world.asAdmin(`ALTER USER ${account} IDENTIFIED BY '${forgotten()}'`);
      await world.endSecondPassword(account);
    },
  },
  {
    name: "idle-user-dropped",
    row: "the idle user of a pair was dropped",
    strategies: ["alternating-users"],
    async make(world) {
      await world.asAdmin(`DROP USER '${await world.user("AWSPREVIOUS")}'@'%'`);
    },
  },
  {
    name: "rotation-stuck",
    row: "a rotation is stuck after an outage",
    strategies: ALL,
    async make(world) {
      const account = `'${await world.user("AWSCURRENT")}'@'%'`;
      await world.asAdmin(`ALTER USER ${account} ACCOUNT LOCK`);
      try {
        await world.rotate("fails");
      } finally {
        await world.asAdmin(`ALTER USER ${account} ACCOUNT UNLOCK`);
      }
    },
  },
  {
    name: "label-moved",
    row: "a label was moved by hand",
    strategies: ALL,
    async make(world) {
      const oldest = await world.version("AWSPREVIOUS");
      await world.rotate("succeeds");
      await world.moveCurrent(oldest);
    },
  },
  {
    name: "admin-secret-wrong",
    row: "the admin secret is wrong",
    strategies: ["alternating-users", "admin-rotated"],
    async make(world) {
      await world.asAdmin(`ALTER USER CURRENT_USER() IDENTIFIED BY '${forgotten()}'`);
      await world.rotate("fails");
    },
  },
  {
    name: "privileges-changed",
    row: "the privileges of a user were changed by hand",
    strategies: ["alternating-users"],
    async make(world) {
      await world.asAdmin(`GRANT DELETE ON \`${world.database}\`.* TO '${await world.user("AWSPREVIOUS")}'@'%'`);
    },
  },
  {
    name: "secret-deleted",
    row: "a secret was deleted, and its database still exists",
    strategies: ["alternating-users"],
    make: (world) => world.deleteSecret(),
  },
];
