import {
  CancelRotateSecretCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  TagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import type { StrategyName } from "../../../rotation-fn/settings";
import { accountOf, changedByHand, moveCurrent, pendingOf, rotationUpTo, versionOf } from "../../support/ops-accidents";
import { type Deployed, type OpsWorld, opsWorld } from "../../support/ops-world";
import { asRoot, logIn } from "../../support/rotation-world";

jest.setTimeout(120_000);

interface Situation {
  readonly number: number;
  readonly strategy: StrategyName;
  readonly make: (one: Deployed, ops: OpsWorld) => Promise<unknown>;
  /** The states on the way, and 1 at the end where it is cured. */
  readonly states: readonly number[];
  readonly says?: RegExp;
}

const SITUATIONS: Readonly<Record<string, Situation>> = {
  "nothing is wrong": { number: 1, strategy: "alternating-users", make: async () => undefined, states: [1] },
  "the account is locked": {
    number: 3,
    strategy: "single-user",
    make: async (one) => asRoot(`ALTER USER ${await accountOf(one)} ACCOUNT LOCK`),
    states: [3],
    says: /who: the database administrator\n.*ACCOUNT UNLOCK/,
  },
  "the server does not answer": {
    number: 2,
    strategy: "admin-rotated",
    make: async (one) => one.secret.put({ ...(await one.secret.value()), port: 1 }),
    states: [2],
    says: /not known whether AWSCURRENT logs in/,
  },
  "AWSCURRENT was moved to an old version by hand": {
    number: 4,
    strategy: "alternating-users",
    make: async (one) => {
      const oldest = await versionOf(one, "AWSPREVIOUS");
      await one.ops("rotate", "--yes");
      await moveCurrent(one, oldest);
    },
    states: [4, 1],
  },
  "AWSCURRENT was moved to AWSPREVIOUS by hand": {
    number: 10,
    strategy: "admin-rotated",
    make: async (one) => {
      await one.ops("rotate", "--yes");
      await moveCurrent(one, await versionOf(one, "AWSPREVIOUS"));
    },
    states: [10, 1],
  },
  "the strategy was changed while the database had the pending password": {
    number: 5,
    strategy: "alternating-users",
    make: async (one, ops) => {
      await rotationUpTo(one, ops, "setSecret");
      const Tags = [{ Key: "rotation:strategy", Value: "admin-rotated" }];
      await one.secret.client.send(new TagResourceCommand({ SecretId: one.secret.arn, Tags }));
    },
    states: [5],
    says: /who: the person who changed the tag\n.*Key=rotation:strategy,Value=alternating-users/,
  },
  "the value was changed after createSecret had copied it": {
    number: 6,
    strategy: "alternating-users",
    make: async (one, ops) => {
      await rotationUpTo(one, ops, "createSecret");
      await one.secret.put({ ...(await one.secret.value()), team: "shop" });
    },
    states: [6, 1],
  },
  "the pending value was copied to AWSCURRENT by hand": {
    number: 13,
    strategy: "admin-rotated",
    make: async (one, ops) => {
      await rotationUpTo(one, ops, "createSecret");
      await one.secret.put(await one.secret.value("AWSPENDING"));
    },
    states: [13, 6, 1],
  },
  "the pending value was copied to AWSCURRENT after setSecret": {
    number: 6,
    strategy: "single-user",
    make: async (one, ops) => {
      await rotationUpTo(one, ops, "setSecret");
      await one.secret.put(await one.secret.value("AWSPENDING"));
    },
    states: [6, 1],
  },
  "the rotation was switched off before createSecret": {
    number: 7,
    strategy: "single-user",
    make: async (one, ops) => {
      await rotationUpTo(one, ops, "nothing");
      await one.secret.client.send(new CancelRotateSecretCommand({ SecretId: one.secret.arn }));
    },
    states: [7, 1],
  },
  "the rotation was switched off after createSecret": {
    number: 8,
    strategy: "single-user",
    make: async (one, ops) => {
      await rotationUpTo(one, ops, "createSecret");
      await one.secret.client.send(new CancelRotateSecretCommand({ SecretId: one.secret.arn }));
    },
    states: [8, 1],
  },
  "createSecret was never run": {
    number: 9,
    strategy: "alternating-users",
    make: (one, ops) => rotationUpTo(one, ops, "nothing"),
    states: [9, 1],
  },
  "an outage began after createSecret": {
    number: 10,
    strategy: "admin-rotated",
    make: (one, ops) => rotationUpTo(one, ops, "createSecret"),
    states: [10, 1],
  },
  "the only password that works is the pending one": {
    number: 11,
    strategy: "single-user",
    make: async (one, ops) => {
      await rotationUpTo(one, ops, "setSecret");
      await asRoot(`ALTER USER ${await accountOf(one)} DISCARD OLD PASSWORD`);
    },
    states: [11, 1],
  },
  "the current user of a pair was changed by hand": {
    number: 12,
    strategy: "alternating-users",
    make: changedByHand,
    states: [12, 1],
  },
  "AWSCURRENT was overwritten with what is no value": {
    number: 12,
    strategy: "admin-rotated",
    make: async (one) =>
      one.secret.client.send(new PutSecretValueCommand({ SecretId: one.secret.arn, SecretString: "oops" })),
    states: [12, 1],
  },
  "the password of the only user was changed by hand": {
    number: 13,
    strategy: "admin-rotated",
    make: changedByHand,
    states: [13, 1],
  },
  "the only user was dropped": {
    number: 13,
    strategy: "single-user",
    make: async (one) => asRoot(`DROP USER ${await accountOf(one)}`),
    states: [13, 1],
  },
  "the current user of a pair was changed by hand, and a rotation failed at it": {
    number: 13,
    strategy: "alternating-users",
    make: async (one) => {
      await changedByHand(one);
      await one.ops("rotate", "--yes");
    },
    states: [13, 10, 1],
  },
  "the secret was deleted and made again": {
    number: 14,
    strategy: "admin-rotated",
    make: async ({ secret }) => {
      const { arn: SecretId, name: Name, client } = secret;
      await client.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
      await client.send(
        new CreateSecretCommand({ Name, Tags: [{ Key: "rotation:strategy", Value: "admin-rotated" }] }),
      );
    },
    states: [14, 1],
  },
  "AWSCURRENT and AWSPREVIOUS were overwritten": {
    number: 15,
    strategy: "single-user",
    make: async ({ secret }) => {
      for (const text of ["oops", "once more"]) await secret.put(text);
    },
    states: [15],
    says: /who: the person who wrote the value/,
  },
  "the admin secret is wrong": {
    number: 16,
    strategy: "alternating-users",
    make: (one) => asRoot(`ALTER USER '${one.adminUser}' IDENTIFIED BY 'by-Hand-1'`),
    states: [16],
    says: /who: a person who may change the RDS instance and its secret\n.*explain admin_login_refused/,
  },
};

describe("ops unstick, one test for each state of the world", () => {
  let ops: OpsWorld;
  beforeAll(async () => {
    ops = await opsWorld();
  });
  afterAll(() => ops.close());

  it.each(Object.entries(SITUATIONS))("%s", async (_, { strategy, make, states, says }) => {
    const one = await ops.deployed(strategy, 2);
    await make(one, ops);
    const { exitCode, out, err } = await one.ops("unstick", "--yes");
    expect([...out.matchAll(/^state (\d+)/gm)].map(([, number]) => Number(number))).toEqual(states);
    expect(exitCode).toBe(states.at(-1) === 1 ? 0 : 1);
    if (says !== undefined) expect(out).toMatch(says);
    if (exitCode === 0) {
      await logIn(await one.value());
      expect(await pendingOf(one)).toBeUndefined();
    }
    for (const label of ["AWSCURRENT", "AWSPREVIOUS"]) {
      const value = await one.value(label).catch(() => undefined);
      if (value !== undefined) expect(`${out}${err}`).not.toContain(value.password);
    }
  });
});
