import type { Aws, SecretState } from "../../../ops/aws/ports";
import type { CommandContext } from "../../../ops/command/command";
import { type Patient, treat } from "../../../ops/recovery/treat";
import { FUNCTION_TIMEOUT_SECONDS } from "../../../stacks/shared/function-timeout";

const PENDING = "pending".padEnd(32, "-");
const NOW_MS = 1_000_000;
const TIMEOUT_MS = FUNCTION_TIMEOUT_SECONDS * 1_000;

const UNLABELLED = `no label on ${PENDING}`;

/** What a cancellation does, in its order, where the secret was last changed then. */
async function cancelled(lastChangedAt: Date | undefined, thenRotate = true): Promise<readonly unknown[]> {
  const did: unknown[] = [];
  const labels = new Map([[PENDING, ["AWSPENDING"]]]);
  const secret = { arn: "arn", name: "shop", labels, lastChangedAt } as unknown as SecretState;
  const enough = new Error("a rotation has begun: this test needs no more");
  const rotate = async () => {
    did.push("rotate");
    throw enough;
  };
  const aws = {
    secrets: {
      describe: async () => secret,
      removePending: async (_: string, versionId: string) => {
        labels.delete(versionId);
        did.push(`no label on ${versionId}`);
      },
      rotate,
    },
  } as unknown as Aws;
  const context = {
    now: () => NOW_MS,
    sleep: async (ms: number) => void did.push(ms),
    progress: (line: string) => void did.push(line),
  } as unknown as CommandContext;
  const patient = { aws, secret, timeoutMs: 1 } as unknown as Patient;
  const work = treat({ kind: "cancel", versionId: PENDING, thenRotate }, patient, context);
  await (thenRotate ? expect(work).rejects.toBe(enough) : work);
  return did;
}

describe("a rotation that is cancelled, before the next one begins", () => {
  it("is waited for as long as a step can run that began before the secret was changed", async () => {
    const since = (ms: number) => cancelled(new Date(NOW_MS - ms));
    const words = (seconds: number) =>
      `waiting ${seconds} s: shop was changed just now, and a step of the cancelled rotation that began before may still be running`;
    expect(await since(0)).toEqual([UNLABELLED, words(300), TIMEOUT_MS, "rotate"]);
    expect(await since(TIMEOUT_MS - 1)).toEqual([UNLABELLED, words(1), 1, "rotate"]);
    expect(await cancelled(undefined)).toEqual([UNLABELLED, words(300), TIMEOUT_MS, "rotate"]);
  });

  it("is not waited for where the secret was changed longer ago than a step may take, or no rotation follows", async () => {
    expect(await cancelled(new Date(NOW_MS - TIMEOUT_MS))).toEqual([UNLABELLED, "rotate"]);
    expect(await cancelled(new Date(NOW_MS), false)).toEqual([UNLABELLED]);
  });
});
