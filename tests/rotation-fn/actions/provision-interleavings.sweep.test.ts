import { CancelRotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { RotationError } from "../../../rotation-fn/errors";
import type { StrategyName } from "../../../rotation-fn/settings";
import { type EmptySecret, emptySecret, requireLive } from "../../support/empty-secret";
import { type Interleaved, InterleavedPorts } from "../../support/interleaved-ports";
import { asRoot, logIn, type RotationWorld, rotationWorld } from "../../support/rotation-world";

const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;
const DELETE = { tf: { action: "delete", prev_input: null } };

/** So many calls one of the invocations makes at most: 23 today. It bounds the sweep, which plays one history for each. */
const MAX_CALLS = 30;

/**
 * One invocation is paused before each of its calls to Secrets Manager and the database, and another one runs there: 661 histories of 42 pairs on
 * each engine, about five minutes on two idle cores.
 */
describe.each(["alternating-users", "single-user", "admin-rotated"] satisfies StrategyName[])(
  "provision of %s, interleaved at every call with",
  (strategy) => {
    const ports = new InterleavedPorts();
    let world: RotationWorld;
    beforeAll(async () => {
      world = await rotationWorld({}, { aroundSecrets: ports.secrets, aroundDatabase: ports.database });
    });
    afterAll(() => world.close());
    jest.setTimeout(600_000);

    type Invocation = () => Promise<unknown>;
    /** Plays the pair of each subject: once with `first` alone to count its calls, then once for each of its calls. */
    const sweep = async (
      subject: () => Promise<{ first: Invocation; second: Invocation; check(ended: Interleaved): Promise<void> }>,
    ): Promise<void> => {
      const alone = await subject();
      const { calls } = await ports.run(0, alone.first, alone.second);
      expect(calls.length).toBeLessThanOrEqual(MAX_CALLS);
      const violations: string[] = [];
      for (const [index, call] of calls.entries()) {
        const { first, second, check } = await subject();
        const ended = await ports.run(index + 1, first, second);
        await check(ended).catch((error: Error) => violations.push(`before ${index + 1} (${call}): ${error.message}`));
      }
      expect(violations).toEqual([]);
    };
    const provisioned = async (): Promise<EmptySecret> => {
      const empty = await emptySecret(world, strategy);
      await empty.provision();
      return empty;
    };
    /** A rotation that has come as far as the first `count` steps, and the rest of it. */
    const rotating = async (empty: EmptySecret, count: number): Promise<Invocation> => {
      const token = await empty.secret.begin();
      for (const step of STEPS.slice(0, count)) await empty.secret.step(step, token);
      return async () => {
        for (const step of STEPS.slice(count)) await empty.secret.step(step, token);
      };
    };
    const requireOk = ({ first, second }: Interleaved): void => {
      for (const outcome of [first, second]) if (outcome instanceof RotationError) throw outcome;
    };

    it("itself, on an empty secret: one version", async () => {
      await sweep(async () => {
        const { secret, provision } = await emptySecret(world, strategy);
        return {
          first: provision,
          second: provision,
          async check(ended) {
            requireOk(ended);
            expect(Object.keys(await secret.labels())).toHaveLength(1);
            await requireLive(secret);
          },
        };
      });
    });

    it.each([0, 1, 2, 3])("the rest of a rotation that has come to its step %d", async (count) => {
      await sweep(async () => {
        const empty = await provisioned();
        const rest = await rotating(empty, count);
        return { first: empty.provision, second: rest, check: (ended) => live(empty, ended) };
      });
    });

    it("two whole rotations", async () => {
      await sweep(async () => {
        const empty = await provisioned();
        const rotations = async (): Promise<void> => {
          await empty.secret.rotate();
          await empty.secret.rotate();
        };
        return { first: empty.provision, second: rotations, check: (ended) => live(empty, ended) };
      });
    });

    it("a whole rotation, which is the one that is paused", async () => {
      await sweep(async () => {
        const empty = await provisioned();
        return { first: empty.secret.rotate, second: empty.provision, check: (ended) => live(empty, ended) };
      });
    });

    it.each([1, 2, 3])(
      "the rest of a rotation that has come to its step %d, after the account was dropped",
      async (count) => {
        await sweep(async () => {
          const empty = await provisioned();
          const rest = await rotating(empty, count);
          await asRoot(`DROP USER \`${empty.username}\`@'%'`);
          return {
            first: empty.provision,
            second: rest,
            check: ({ first }) => live(empty, { first, second: 0, calls: [] }),
          };
        });
      },
    );

    it.each(["provision", "deprovision"])("deprovision, while rotation is off; paused: %s", async (paused) => {
      await sweep(async () => {
        const empty = await provisioned();
        await empty.secret.rotate();
        await world.client.send(new CancelRotateSecretCommand({ SecretId: empty.secret.arn }));
        const deprovision = (): Promise<unknown> => empty.provision(DELETE);
        const [first, second] =
          paused === "provision" ? [() => empty.provision(), deprovision] : [deprovision, () => empty.provision()];
        return {
          first,
          second,
          async check(ended) {
            requireOk(ended);
            // Whichever came last: an account that is there has all that it needs; a later event makes what is missing.
            const [rows = []] = await asRoot(`SELECT User FROM mysql.user WHERE User = '${empty.username}'`);
            const { username } = await empty.secret.value();
            if (rows.length > 0 && username === empty.username) await logIn(await empty.secret.value());
            await empty.provision();
            await requireLive(empty.secret);
          },
        };
      });
    });

    it.each(["provision", "audit"])("audit; paused: %s", async (paused) => {
      await sweep(async () => {
        const empty = await emptySecret(world, strategy);
        const audit = (): Promise<unknown> => world.handler({ action: "audit", secretIds: [empty.secret.arn] });
        const pair = [() => empty.provision(), audit] as const;
        const [first, second] = paused === "provision" ? pair : [pair[1], pair[0]];
        return {
          first,
          second,
          async check(ended) {
            requireOk(ended);
            await requireLive(empty.secret);
          },
        };
      });
    });

    async function live({ secret }: EmptySecret, ended: Interleaved): Promise<void> {
      requireOk(ended);
      await requireLive(secret);
    }
  },
);
