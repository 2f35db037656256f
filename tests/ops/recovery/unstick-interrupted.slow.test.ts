import { CancelRotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import type { StrategyName } from "../../../rotation-fn/settings";
import { AWS_FAULTS, type AwsFault } from "../../support/faulty-aws";
import { accountOf, changedByHand, logsIn, pendingOf, rotationUpTo } from "../../support/ops-accidents";
import { type Deployed, type OpsWorld, opsWorld, type Ran, runForTest } from "../../support/ops-world";
import { asRoot } from "../../support/rotation-world";

jest.setTimeout(900_000);

interface Interrupted {
  readonly strategy: StrategyName;
  readonly accident: (one: Deployed, ops: OpsWorld) => Promise<unknown>;
  /** The states that an undisturbed run finds: they show that the treatment was the one that is meant. */
  readonly states: readonly number[];
}

/** One for each treatment that changes something, and for each way of it. */
const TREATMENTS: Readonly<Record<string, Interrupted>> = {
  "continue, where AWSCURRENT logs in": {
    strategy: "alternating-users",
    accident: (one, ops) => rotationUpTo(one, ops, "createSecret"),
    states: [10, 1],
  },
  "continue, where only the pending version logs in": {
    strategy: "single-user",
    async accident(one, ops) {
      await rotationUpTo(one, ops, "setSecret");
      await asRoot(`ALTER USER ${await accountOf(one)} DISCARD OLD PASSWORD`);
    },
    states: [11, 1],
  },
  "cancel, and rotate": {
    strategy: "alternating-users",
    async accident(one, ops) {
      await rotationUpTo(one, ops, "createSecret");
      const { team = 0, ...value } = await one.secret.value();
      await one.secret.put({ ...value, team: Number(team) + 1 });
    },
    states: [6, 1],
  },
  "cancel, where the rotation is switched off": {
    strategy: "single-user",
    async accident(one, ops) {
      await rotationUpTo(one, ops, "createSecret");
      await one.secret.client.send(new CancelRotateSecretCommand({ SecretId: one.secret.arn }));
    },
    states: [8, 1],
  },
  // The rotation before has left AWSPENDING on the version that it ended with, as it may: it is the pending one after the move.
  "move AWSCURRENT back": { strategy: "alternating-users", accident: changedByHand, states: [12, 10, 1] },
  "reconcile a password": { strategy: "admin-rotated", accident: changedByHand, states: [13, 1] },
  "reconcile an account that was dropped": {
    strategy: "single-user",
    accident: async (one) => asRoot(`DROP USER ${await accountOf(one)}`),
    states: [13, 1],
  },
};

/** Calls of the operators' clients without an effect. */
const READS: readonly string[] = ["describe", "versions", "lines", "instance"];

describe("ops unstick, interrupted at every call", () => {
  let ops: OpsWorld;
  beforeAll(async () => {
    ops = await opsWorld();
  });
  afterAll(() => ops.close());

  it.each(Object.entries(TREATMENTS))("%s: loses no login, and ends well when it is repeated", async (_, treatment) => {
    const violations: string[] = [];
    let runs = 0;
    for (const fault of AWS_FAULTS) {
      // A secret of its own for each: Secrets Manager keeps 100 versions of a day.
      const one = await ops.deployed(treatment.strategy, 1);
      const undisturbed = await disturbedOnce(one, ops, treatment);
      expect(undisturbed).toMatchObject({ states: treatment.states, violations: [] });
      for (const [index, call] of undisturbed.calls.entries()) {
        // Of a call without an effect, a lost reply is the same as a call that was not sent.
        if (fault === "lost-reply" && READS.includes(call)) continue;
        const found = await disturbedOnce(one, ops, treatment, { kind: fault, at: index + 1 });
        violations.push(...found.violations.map((text) => `${fault} at ${call} (${index + 1}): ${text}`));
        runs++;
      }
    }
    expect(violations).toEqual([]);
    expect(runs).toBeGreaterThan(8);
  });
});

/** One accident, an `unstick` of which a call fails, what that left, and an `unstick` that nothing disturbs. */
async function disturbedOnce(
  one: Deployed,
  ops: OpsWorld,
  { accident }: Interrupted,
  fault?: { readonly kind: AwsFault; readonly at: number },
): Promise<{
  readonly calls: readonly string[];
  readonly states: readonly number[];
  readonly violations: readonly string[];
}> {
  // Repairs what the accident before has left, and switches the schedule on again.
  await one.secret.begin();
  await ops.world.settled(one.secret.arn);
  await accident(one, ops);
  const before = await labelsThatLogIn(one);
  if (fault === undefined) one.aws.disarm();
  else one.aws.arm(fault.kind, fault.at);
  const { out } = await unstick(one, ops);
  const { calls } = one.aws;
  one.aws.disarm();
  await ops.world.settled(one.secret.arn);
  const after = await labelsThatLogIn(one);
  const again = await unstick(one, ops);
  const checks: readonly (readonly [boolean, string])[] = [
    [!before.includes("AWSCURRENT") || after.includes("AWSCURRENT"), "AWSCURRENT does not log in any more"],
    [before.length === 0 || after.length > 0, "no label logs in any more"],
    [again.exitCode === 0, `repeated, and ended with ${again.exitCode}: ${again.out} ${again.err}`],
    [await logsIn(one), "repeated, and AWSCURRENT does not log in"],
    [(await pendingOf(one)) === undefined, "repeated, and a rotation is pending"],
  ];
  return {
    calls,
    states: [...out.matchAll(/^state (\d+)/gm)].map(([, number]) => Number(number)),
    violations: checks.flatMap(([holds, otherwise]) => (holds ? [] : [otherwise])),
  };
}

async function labelsThatLogIn(one: Deployed): Promise<readonly string[]> {
  const found: string[] = [];
  for (const label of ["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"]) if (await logsIn(one, label)) found.push(label);
  return found;
}

/** Each wait for a rotation lasts until its steps have run: how often the command looks does not depend on the machine. */
function unstick(one: Deployed, ops: OpsWorld): Promise<Ran> {
  const { sleep = async () => undefined } = one.surroundings;
  return runForTest(["unstick", one.environment.name, "shop", "--yes"], {
    ...one.surroundings,
    async sleep(ms, signal) {
      await ops.world.settled(one.secret.arn);
      await sleep(ms, signal);
    },
  });
}
