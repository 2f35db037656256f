import { RotationError } from "../errors";
import type { Deadline } from "../ports/clock";
import type { Cells } from "./mysql-driver";

/** A statement that reads, in a session. */
type Query = (sql: string, what: string, values?: readonly (string | number)[]) => Promise<readonly Cells[]>;

/** One statement waits no longer: it has a bound of its own, which is below what may be waited for. */
const MAX_WAIT_MS = 5_000;
/** Left of the invocation's time for the answer. */
const MARGIN_MS = 4_000;

/**
 * Takes the named lock, or throws `rotation_in_progress`. Any user of the server may take a lock of any name, so an error names the session
 * that holds it, and asks for a person where that is another user than the one that asks.
 */
export async function takeLock(
  name: string,
  timeoutMs: number,
  { query, user, deadline }: { readonly query: Query; readonly user: string; readonly deadline: Deadline },
): Promise<void> {
  for (let leftMs = timeoutMs; leftMs >= 0; leftMs -= MAX_WAIT_MS) {
    const waitMs = Math.max(0, Math.min(leftMs, MAX_WAIT_MS, deadline.remainingMs() - MARGIN_MS));
    const [row] = await query("SELECT GET_LOCK(?, ?)", `taking the lock ${name}`, [name, waitMs / 1_000]);
    if (row?.[0] === "1") return;
  }
  const holder = await holderOf(name, query).catch(() => undefined);
  const isForeign = holder?.user !== undefined && holder.user !== user;
  throw new RotationError(
    "rotation_in_progress",
    {
      problem: isForeign
        ? "another user of the server holds the lock under which the function works"
        : "another invocation is working on the same account",
      found: `the lock ${name} is held for longer than ${timeoutMs} ms${holder === undefined ? "" : `, by ${holder.text}`}`,
      remedy: isForeign
        ? `end that session (on RDS: CALL mysql.rds_kill(${holder.id}); elsewhere: KILL ${holder.id}), and find out why it takes this lock; then repeat the step`
        : "nothing: the step is repeated; look for a second secret with the same user when it stays so",
    },
    { needsHuman: isForeign },
  );
}

interface Holder {
  readonly id: string;
  readonly user: string | undefined;
  readonly text: string;
}

/** Whose session holds it, as far as the session that asks may see others. */
async function holderOf(name: string, query: Query): Promise<Holder | undefined> {
  const [row] = await query("SELECT IS_USED_LOCK(?)", "asking who holds the lock", [name]);
  const id = row?.[0];
  if (id === null || id === undefined) return undefined;
  const sessions = await query("SHOW FULL PROCESSLIST", "asking who holds the lock");
  const [, user, host] = sessions.find(([sessionId]) => sessionId === id) ?? [];
  if (!user) return { id, user: undefined, text: `session ${id}` };
  return { id, user, text: `session ${id} of '${user}' from ${host ?? "?"}` };
}
