import { createFaultPlan } from "../../../../local/aws/gateway/fault-plan";

const call = { service: "rds", action: "CreateDBInstance", accessKeyId: "a-stack", resource: "main", json: undefined };
const fault = { service: "rds", action: "CreateDBInstance", errorCode: "Throttling" };

test("a fault hits its call, so often as it is planned", () => {
  const plan = createFaultPlan();
  const planned = plan.add({ ...fault, times: 2 });
  expect(plan.faultFor({ ...call, action: "DeleteDBInstance" })).toBeUndefined();
  expect(plan.faultFor({ ...call, service: "ec2" })).toBeUndefined();
  expect([1, 2, 3].map(() => plan.faultFor(call)?.errorCode)).toEqual(["Throttling", "Throttling", undefined]);
  expect(planned.hits).toBe(2);
});

test("a fault for some calls only leaves the others alone, and is not used up by them", () => {
  const plan = createFaultPlan();
  const planned = plan.add({ ...fault, times: 1, when: ({ resource }) => resource === "other" });
  expect(plan.faultFor(call)).toBeUndefined();
  expect(planned.hits).toBe(0);
  expect(plan.faultFor({ ...call, resource: "other" })).toBeDefined();
});

test("of two faults the first that is not used up hits", () => {
  const plan = createFaultPlan();
  plan.add({ ...fault, times: 1 });
  plan.add({ ...fault, errorCode: "Second", times: 1 });
  expect([plan.faultFor(call)?.errorCode, plan.faultFor(call)?.errorCode]).toEqual(["Throttling", "Second"]);
});

test("a fault that was removed does not hit", () => {
  const plan = createFaultPlan();
  plan.add({ ...fault, times: 5 }).remove();
  expect(plan.faultFor(call)).toBeUndefined();
});

test("a fault can depend on what the call asks for", () => {
  const plan = createFaultPlan();
  plan.add({ ...fault, times: 1, when: ({ input }) => input?.action === "provision" });
  expect(plan.faultFor({ ...call, json: { action: "audit" } })).toBeUndefined();
  expect(plan.faultFor({ ...call, json: { action: "provision" } })).toBeDefined();
});
