import { messageOf } from "../../../terminal/error";
import { dueRotations, type Pace } from "../../secrets-manager/rotation/due-rotations";
import type { LocalFunctions } from "../functions/local-functions";
import type { MotoClient } from "../moto-client";
import type { GatewaySecrets } from "../secrets/gateway-secrets";
import { isDue, type ScheduledCall, scheduledCalls } from "./scheduled-calls";

const LOOK_MS = 5_000;

export interface SchedulesOptions {
  readonly secrets: GatewaySecrets;
  readonly functions: Pick<LocalFunctions, "invoke">;
  readonly moto: MotoClient;
  readonly region: string;
  /** See {@link Pace}; the scheduled calls of functions keep to it, too. */
  readonly everyMs: Pace;
  readonly onLog: (line: string) => void;
}

/** Schedules that start by themselves, as at AWS. */
export interface RunningSchedules {
  /** Starts what is due at a moment. Never rejects. */
  look(now: number): Promise<void>;
  /** Makes no further look, and waits for one that is under way; functions that it called may still run. */
  stop(): Promise<void>;
}

/** Looks every five seconds for rotations whose window is open, and for functions whose minute has come. */
export function runSchedules(options: SchedulesOptions): RunningSchedules {
  const { everyMs, onLog } = options;
  const triedAt = new Map<string, number>();
  let calledUntil = Date.now();
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;

  const startRotations = async (now: number): Promise<void> => {
    for (const secretId of dueRotations(options.secrets.service.state, now, { triedAt, everyMs })) {
      triedAt.set(secretId, now);
      onLog(`schedules: a rotation of ${secretId} is due`);
      await options.secrets.asOwner("RotateSecret", { SecretId: secretId }).catch((error: Error) => {
        onLog(`schedules: the rotation did not start: ${error.message}`);
      });
    }
  };
  const invoke = async ({ name, functionArn, input }: ScheduledCall): Promise<void> => {
    onLog(`schedules: ${name} invokes ${functionArn}`);
    try {
      const { kind } = await options.functions.invoke(functionArn, eventOf(input));
      if (kind !== "ran") onLog(`schedules: ${name}: ${kind}`);
    } catch (error) {
      onLog(`schedules: ${name}: ${messageOf(error)}`);
    }
  };
  const callFunctions = async (now: number): Promise<void> => {
    const after = calledUntil;
    if (everyMs !== undefined && now - after < everyMs) return;
    const calls = await scheduledCalls(options.moto, options.region);
    calledUntil = now;
    // A function may take minutes. Neither the next rotation nor the end of the gateway waits for it.
    for (const call of calls) if (everyMs !== undefined || isDue(call, after, now)) void invoke(call);
  };
  const look = (now: number): Promise<void> => {
    running = running.then(async () => {
      if (isStopped) return;
      try {
        await startRotations(now);
        await callFunctions(now);
      } catch (error) {
        onLog(`schedules: ${messageOf(error)}`);
      }
    });
    return running;
  };
  const timer = setInterval(() => void look(Date.now()), LOOK_MS);
  timer.unref();
  return {
    look,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** One schedule that cannot be read stops no other. */
function eventOf(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch (error) {
    throw new Error("its Input is not JSON, and the function was not called", { cause: error });
  }
}
