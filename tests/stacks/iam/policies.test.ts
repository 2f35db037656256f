import { FORBIDDEN_TO_ANYBODY, FORBIDDEN_TO_CONSUMERS, FORBIDDEN_TO_FUNCTION } from "./forbidden-calls";
import { consumerCalls, FUNCTION_CALLS } from "./function-calls";
import { FORBIDDEN_TO_SERVICES, OTHER_CALLS, SERVICE_CALLS } from "./service-calls";
import { isAllowed } from "./simulate";
import { FORBIDDEN_TO_PEOPLE, TUNNEL_CALLS } from "./tunnel-calls";
import { POLICIES } from "./world";

describe("the function is allowed", () => {
  test.each(FUNCTION_CALLS)("$what", async (call) => {
    expect(await isAllowed(call, POLICIES)).toBe(true);
  });
});

describe("an application is allowed", () => {
  test.each([...consumerCalls("shop"), ...consumerCalls("reporting")])("$what", async (call) => {
    expect(await isAllowed(call, POLICIES)).toBe(true);
  });
});

describe("allowed is", () => {
  test.each([...SERVICE_CALLS, ...OTHER_CALLS, ...TUNNEL_CALLS])("$what", async (call) => {
    expect(await isAllowed(call, POLICIES)).toBe(true);
  });
});

describe("forbidden is", () => {
  const forbidden = [
    ...FORBIDDEN_TO_FUNCTION,
    ...FORBIDDEN_TO_CONSUMERS,
    ...FORBIDDEN_TO_ANYBODY,
    ...FORBIDDEN_TO_SERVICES,
    ...FORBIDDEN_TO_PEOPLE,
  ];
  test.each(forbidden)("$what", async (call) => {
    expect(await isAllowed(call, POLICIES)).toBe(false);
  });
});
