import type { LocalFunctions } from "../../../../../local/aws/gateway/functions/local-functions";
import type { MotoClient } from "../../../../../local/aws/gateway/moto-client";
import { runSchedules, type SchedulesOptions } from "../../../../../local/aws/gateway/schedules/run-schedules";

const EVERY_MS = 60_000;
const DAILY = {
  ScheduleExpression: "cron(5 6 * * ? *)",
  Target: { Arn: "arn:aws:lambda:us-east-1:123456789012:function:local-rotation", Input: '{"action":"audit"}' },
};

/** The schedules of a gateway with daily audits and no secret. `answers`: what moto answers to each request for the list. */
function setUp(invoke: LocalFunctions["invoke"], answers: readonly number[] = [], inputs = [DAILY.Target.Input]) {
  const lines: string[] = [];
  const left = [...answers];
  const ask = async ({ path }: { path?: string }) => {
    const isList = path === "/schedules";
    const Schedules = inputs.map((_, index) => ({ GroupName: "local-audit", Name: `audit-${index + 1}` }));
    const index = Number(/audit-(\d+)/.exec(path ?? "")?.[1] ?? 1) - 1;
    const body = isList ? { Schedules } : { ...DAILY, Target: { ...DAILY.Target, Input: inputs[index] } };
    if (isList && (left.shift() ?? 200) !== 200) throw new Error("moto is gone");
    return { status: 200, headers: {}, body: JSON.stringify(body) };
  };
  const schedules = runSchedules({
    secrets: { service: { state: { secrets: new Map() } } } as unknown as SchedulesOptions["secrets"],
    functions: { invoke },
    moto: { ask } as unknown as MotoClient,
    region: "us-east-1",
    everyMs: EVERY_MS,
    onLog: (line) => void lines.push(line),
  });
  return { schedules, lines };
}

describe("a scheduled call of a function", () => {
  it("delays neither the next look nor the end, however long the function runs", async () => {
    const invoked: unknown[] = [];
    const { schedules } = setUp((_, event) => {
      invoked.push(event);
      return new Promise(() => undefined);
    });
    await schedules.look(Date.now() + 2 * EVERY_MS);
    await schedules.look(Date.now() + 4 * EVERY_MS);
    await schedules.stop();
    expect(invoked).toEqual([{ action: "audit" }, { action: "audit" }]);
  });

  it("is made by the next look where the schedules could not be read", async () => {
    const invoke = jest.fn<ReturnType<LocalFunctions["invoke"]>, []>().mockRejectedValue(new Error("stopped"));
    const { schedules, lines } = setUp(invoke, [500]);
    const now = Date.now() + 2 * EVERY_MS;
    await schedules.look(now);
    await schedules.look(now);
    await schedules.stop();
    await new Promise((resolve) => setImmediate(resolve));
    expect(lines.map((line) => line.replace(/ arn:.*/, ""))).toEqual([
      "schedules: moto is gone",
      "schedules: local-audit/audit-1 invokes",
      "schedules: local-audit/audit-1: stopped",
    ]);
  });

  it("is made although the Input of another schedule is not JSON", async () => {
    const invoked: unknown[] = [];
    const { schedules, lines } = setUp(
      (_, event) => {
        invoked.push(event);
        return new Promise(() => undefined);
      },
      [],
      ["every audit", '{"action":"audit"}'],
    );
    await schedules.look(Date.now() + 2 * EVERY_MS);
    await schedules.stop();
    expect(invoked).toEqual([{ action: "audit" }]);
    expect(lines).toContain("schedules: local-audit/audit-1: its Input is not JSON, and the function was not called");
  });
});
