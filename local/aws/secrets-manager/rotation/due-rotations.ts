import type { Secret, State } from "../state";
import { windowAfter } from "./next-rotation";

/** Every schedule is due again after so long, whatever it says: for people who want to watch. Undefined: as it says. */
export type Pace = number | undefined;

/**
 * The ARNs of the secrets whose next window has opened. A window that passed while nothing ran counts as open; one that was tried and failed is
 * followed by the next. Pure.
 */
export function dueRotations(
  { secrets }: State,
  now: number,
  { triedAt, everyMs }: { readonly triedAt: ReadonlyMap<string, number>; readonly everyMs: Pace },
): readonly string[] {
  return [...secrets.values()].flatMap((secret) => {
    const opensAt = opening(secret, triedAt.get(secret.arn) ?? 0, everyMs);
    return opensAt !== undefined && opensAt <= now ? [secret.arn] : [];
  });
}

function opening(secret: Secret, triedAt: number, everyMs: Pace): number | undefined {
  const { rotation, currentSince = 0, deletionAt, owningService, primaryRegion } = secret;
  if (rotation?.enabled !== true || rotation.rules === undefined) return undefined;
  if (deletionAt !== undefined || owningService !== undefined || primaryRegion !== undefined) return undefined;
  const since = Math.max(currentSince, rotation.configuredAt, triedAt);
  return everyMs === undefined ? windowAfter(rotation.rules, since)?.opensAt : since + everyMs;
}
