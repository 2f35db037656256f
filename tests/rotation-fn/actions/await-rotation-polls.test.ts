import { type AwaitRotationContext, awaitRotation } from "../../../rotation-fn/actions/await-rotation";
import type { AwaitRotationEvent } from "../../../rotation-fn/event";
import type { SecretDescription } from "../../../rotation-fn/ports/secret-store";
import { SILENT } from "../../support/memory/memory-world";

/** How long the function sleeps each time while no rotation begins and each look at the secret takes so long. */
async function sleeps(timeoutSeconds: number, lookMs: number): Promise<readonly number[]> {
  let nowMs = 1_000_000;
  const slept: number[] = [];
  const secret = { arn: "arn", name: "app", rotationEnabled: true, labels: new Map([["v1", ["AWSCURRENT"]]]) };
  const context = {
    log: SILENT,
    codeDigest: () => "aa",
    clock: {
      now: () => nowMs,
      sleep: async (ms: number) => {
        slept.push(ms);
        nowMs += ms;
      },
    },
    secrets: {
      describe: async () => {
        nowMs += lookMs;
        return secret as unknown as SecretDescription;
      },
      rotate: async () => undefined,
    },
  } as unknown as AwaitRotationContext;
  const event: AwaitRotationEvent = { action: "await-rotation", secretId: "app", timeoutSeconds };
  await expect(awaitRotation(event, context)).rejects.toMatchObject({ code: "rotation_timed_out" });
  return slept;
}

describe("the function that waits for a rotation", () => {
  it("looks once a second, and a last time when its time is up", async () => {
    expect(await sleeps(3, 0)).toEqual([1_000, 1_000, 1_000]);
    expect(await sleeps(3, 300)).toEqual([1_000, 1_000, 100]);
  });
});
