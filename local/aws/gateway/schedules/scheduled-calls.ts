import type { MotoClient } from "../moto-client";

/** A schedule of EventBridge Scheduler that invokes a function once a day. */
export interface ScheduledCall {
  /** `<group>/<name>`. */
  readonly name: string;
  readonly functionArn: string;
  /** JSON, if whoever made the schedule wrote JSON: AWS demands it of a call of a function, and moto takes anything. */
  readonly input: string;
  /** Minutes after 00:00 UTC. */
  readonly minuteOfDay: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The enabled daily schedules of functions, as moto keeps them; those of another form are left out. */
export async function scheduledCalls(moto: MotoClient, region: string): Promise<readonly ScheduledCall[]> {
  const ask = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
    const { status, body } = await moto.ask({ service: "scheduler", region, path });
    return status === 200 ? JSON.parse(String(body)) : {};
  };
  const { Schedules = [] } = (await ask("/schedules")) as { Schedules?: { GroupName?: string; Name?: string }[] };
  const found = await Promise.all(
    Schedules.map(async ({ GroupName = "default", Name = "" }) => {
      const group = encodeURIComponent(GroupName);
      return readSchedule(
        `${GroupName}/${Name}`,
        await ask(`/schedules/${encodeURIComponent(Name)}?groupName=${group}`),
      );
    }),
  );
  return found.filter((one) => one !== undefined);
}

/** The form that the stacks write: `cron(5 6 * * ? *)` in UTC. */
export function readSchedule(name: string, schedule: Readonly<Record<string, unknown>>): ScheduledCall | undefined {
  const { ScheduleExpression, State, Target } = schedule;
  const { Arn = "", Input = "null" } = (Target ?? {}) as { Arn?: string; Input?: string };
  const [, minute, hour] = /^cron\((\d{1,2}) (\d{1,2}) \* \* \? \*\)$/.exec(String(ScheduleExpression)) ?? [];
  if (State === "DISABLED" || hour === undefined || !/:lambda:.*:function:/.test(Arn)) return undefined;
  return { name, functionArn: Arn, input: Input, minuteOfDay: Number(hour) * 60 + Number(minute) };
}

/** Whether the schedule's minute lies between two looks, the later one included. */
export function isDue({ minuteOfDay }: Pick<ScheduledCall, "minuteOfDay">, after: number, until: number): boolean {
  const timesBefore = (now: number): number => Math.floor((now - minuteOfDay * MINUTE_MS) / DAY_MS);
  return timesBefore(until) > timesBefore(after);
}
