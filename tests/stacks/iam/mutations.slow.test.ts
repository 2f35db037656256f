import { FORBIDDEN_TO_ANYBODY, FORBIDDEN_TO_CONSUMERS, FORBIDDEN_TO_FUNCTION } from "./forbidden-calls";
import { consumerCalls, FUNCTION_CALLS } from "./function-calls";
import { laxerPolicies, lesserPolicies } from "./mutations";
import { FORBIDDEN_TO_SERVICES, OTHER_CALLS, SERVICE_CALLS } from "./service-calls";
import { type Call, isAllowed } from "./simulate";
import { FORBIDDEN_TO_PEOPLE, TUNNEL_CALLS } from "./tunnel-calls";
import { POLICIES } from "./world";

const ALLOWED: readonly Call[] = [
  ...FUNCTION_CALLS,
  ...consumerCalls("shop"),
  ...consumerCalls("reporting"),
  ...SERVICE_CALLS,
  ...OTHER_CALLS,
  ...TUNNEL_CALLS,
];
const FORBIDDEN: readonly Call[] = [
  ...FORBIDDEN_TO_FUNCTION,
  ...FORBIDDEN_TO_CONSUMERS,
  ...FORBIDDEN_TO_ANYBODY,
  ...FORBIDDEN_TO_SERVICES,
  ...FORBIDDEN_TO_PEOPLE,
];

/** What the tests add to the environment's own policies. */
const OWN = Object.keys(POLICIES).filter((name) => name !== "an administrator's role" && !name.endsWith(", opened"));

const asksFor = (name: string) => (call: Call) =>
  call.identity?.includes(name) === true || call.resourcePolicy === name || call.endpoint === name;

/** True when some call is decided otherwise than `decision` with another policy in the place of one. */
async function isNoticed(name: string, calls: readonly Call[], policy: unknown, decision: boolean): Promise<boolean> {
  const changed = { ...POLICIES, [name]: policy } as typeof POLICIES;
  for (const call of calls.filter(asksFor(name))) {
    if ((await isAllowed(call, changed)) !== decision) return true;
  }
  return false;
}

describe("every allowed action is needed: without it a call is denied, in the policy of", () => {
  test.each(OWN)("%s", async (name) => {
    const unneeded: string[] = [];
    for (const { without, policy } of lesserPolicies(POLICIES[name] ?? { Version: "", Statement: [] })) {
      if (!(await isNoticed(name, ALLOWED, policy, true))) unneeded.push(without);
    }
    expect(unneeded).toEqual([]);
  });
});

describe("nothing is denied that is forbidden anyway: without it a forbidden call goes through, in the policy of", () => {
  const denying = OWN.filter((name) => POLICIES[name]?.Statement.some(({ Effect }) => Effect === "Deny"));

  test.each(denying)("%s", async (name) => {
    const unneeded: string[] = [];
    // The secret's own policy is tested as if it had been opened.
    const tried = POLICIES[`${name}, opened`] === undefined ? [name] : [name, `${name}, opened`];
    const mutants = tried.map((each) => laxerPolicies(POLICIES[each] ?? { Version: "", Statement: [] }));
    for (const [index, { without }] of (mutants[0] ?? []).entries()) {
      const noticed = await Promise.all(
        tried.map((each, at) => isNoticed(each, FORBIDDEN, mutants[at]?.[index]?.policy, false)),
      );
      if (!noticed.includes(true)) unneeded.push(without);
    }
    expect(unneeded).toEqual([]);
  });
});
