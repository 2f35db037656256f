import type { Aws, LogLine, SecretsPort } from "../aws/ports";
import type { CommandContext } from "../command/command";
import { pendingVersion } from "./app-secrets";
import { tokenPattern } from "./follow";

const DAY_MS = 86_400_000;

export interface RotationStart {
  /** The version that will become AWSCURRENT. Undefined where another rotation ended while this one was asked for. */
  readonly token: string | undefined;
  /** The lines of earlier attempts of the same rotation: their failures are not new ones. */
  readonly earlier: readonly LogLine[];
}

/** Starts a rotation, or makes Secrets Manager continue the pending one. */
export async function startRotation(
  { secrets, log }: Pick<Aws, "secrets" | "log">,
  secretId: string,
  { now }: Pick<CommandContext, "now">,
): Promise<RotationStart> {
  const pending = await pendingNow(secrets, secretId);
  const earlier =
    pending === undefined
      ? []
      : await log.lines({ pattern: tokenPattern(pending), sinceMs: now() - DAY_MS, maxLines: 10_000 });
  const started = await secrets.rotate(secretId);
  if (!started.isContinued) return { token: started.versionId, earlier };
  // Without a pending version before, another caller has started one since.
  return { token: pending ?? (await pendingNow(secrets, secretId)), earlier };
}

async function pendingNow(secrets: SecretsPort, secretId: string): Promise<string | undefined> {
  const state = await secrets.describe(secretId);
  return state === undefined ? undefined : pendingVersion(state);
}
