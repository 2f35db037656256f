import type { TrackAppUsersEvent } from "../event";
import { isSameHost } from "../strategies/guards";

export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
}

/** What Terraform keeps in its state: where the environment's database is, then where it was before. */
export interface TrackedAppUsers {
  readonly secretId: string;
  readonly user: string;
  readonly addresses: readonly DatabaseAddress[];
}

/**
 * Stands for the app users in Terraform's state. It changes nothing and asks no other service, so it cannot fail for a reason outside
 * the function; on deletion `deprovision` drops the users.
 *
 * Its answer is the evidence for a database that moved (docs/decisions/017-a-database-that-moved.md). `provision` alone cannot have it: a failed `provision` is
 * gone from the state. When an update of this resource fails, Terraform records the new input and the old answer, which names the old address.
 */
export function trackAppUsers({ secretId, username, host, port, tf }: TrackAppUsersEvent): TrackedAppUsers {
  const now = { host, port };
  const before = addressIn(tf?.prev_input);
  const hasMoved = before !== undefined && !(isSameHost(before.host, host) && before.port === port);
  return { secretId, user: username, addresses: hasMoved ? [now, before] : [now] };
}

/** The previous input is the caller's own text: an address is taken from it only where both parts are there. */
function addressIn(input: unknown): DatabaseAddress | undefined {
  const { host, port } = (input ?? {}) as { readonly host?: unknown; readonly port?: unknown };
  return typeof host === "string" && typeof port === "number" ? { host, port } : undefined;
}
