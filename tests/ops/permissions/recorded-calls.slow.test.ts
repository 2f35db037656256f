import deployment from "../../stacks/iam/deployment-calls.json";
import { allowedFor, callsOf, isChange } from "./local-calls";

type Recorded = Readonly<Record<string, readonly string[]>>;

const { apply, destroy }: { readonly apply: Recorded; readonly destroy: Recorded } = deployment;
const STACKS = ["local-network", "local-database", "local-bastion", "local-app-secret"] as const;

const NOT_SIMULATED = [
  // The provider asks it only where it was told not to validate credentials, as in the environment `local`; a refusal changes nothing.
  "iam:GetUser",
  // The simulator knows no parameter without an account, as AWS's own are: tested in policies.test.ts.
  "ssm:GetParameter",
];
const recorded = (calls: Recorded, stack: string): readonly string[] =>
  (calls[stack] ?? []).filter((action) => !NOT_SIMULATED.includes(action));

async function refused(purpose: "plan" | "deploy" | "destroy", stack: string, actions: readonly string[]) {
  const calls = (await Promise.all(actions.map((action) => callsOf(action, stack)))).flat();
  expect(calls.length).toBeGreaterThanOrEqual(actions.length);
  const allowed = await allowedFor(purpose, stack, calls);
  return calls.filter((_, index) => !allowed[index]).map(({ what }) => what);
}

describe("the policies of ops permissions", () => {
  test.each(STACKS)("allow every recorded call of the deployment of %s", async (stack) => {
    expect(await refused("deploy", stack, recorded(apply, stack))).toEqual([]);
  });

  test.each(STACKS)("allow every recorded call of the destruction of %s", async (stack) => {
    expect(await refused("destroy", stack, recorded(destroy, stack))).toEqual([]);
  });

  test.each(STACKS)(
    "allow a plan of %s to read everything that a deployment reads, and to change nothing",
    async (stack) => {
      const actions = recorded(apply, stack);
      const changes = await Promise.all(actions.map(isChange));
      expect(
        await refused(
          "plan",
          stack,
          actions.filter((_, index) => !changes[index]),
        ),
      ).toEqual([]);
      const changing = actions.filter((_, index) => changes[index]);
      expect((await refused("plan", stack, changing)).length).toBeGreaterThanOrEqual(changing.length);
    },
  );

  test("keep the deployment of the database from deleting it, and its key", async () => {
    const calls = (
      await Promise.all(
        ["rds:DeleteDBInstance", "kms:ScheduleKeyDeletion"].map((one) => callsOf(one, "local-database")),
      )
    ).flat();
    expect(await allowedFor("deploy", "local-database", calls)).toEqual([false, false]);
    expect(await allowedFor("destroy", "local-database", calls)).toEqual([true, true]);
  });
});

describe("the policies of one stack", () => {
  const pairs = STACKS.flatMap((own) => STACKS.filter((other) => other !== own).map((other) => [own, other] as const));

  test.each(pairs)("of %s allow no recorded change of %s", async (own, other) => {
    const actions = [...new Set([...recorded(apply, other), ...recorded(destroy, other)])];
    const changes = await Promise.all(actions.map(isChange));
    const calls = (
      await Promise.all(actions.filter((_, at) => changes[at]).map((action) => callsOf(action, other)))
    ).flat();
    // The bastion's host stands in the network's subnet and groups: these stay the network's to change.
    const changing = calls.filter(
      ({ what, context = {} }) =>
        context["aws:ResourceTag/stack"] !== own &&
        !/^ec2:RunInstances on (subnet|security-group|image|volume|network-interface)/.test(what),
    );
    expect(changing.length).toBeGreaterThan(5);
    for (const purpose of ["deploy", "destroy"] as const) {
      const allowed = await allowedFor(purpose, own, changing);
      expect(changing.filter((_, index) => allowed[index]).map(({ what }) => what)).toEqual([]);
    }
  });
});
