import { isRotationError, type RotationError } from "../errors";
import { generatePassword } from "../password";
import { type Account, type AccountDefinition, accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { DefinedObject } from "../ports/database-objects";
import type { Log } from "../ports/log";
import { convergeGrants } from "./converge-grants";
import { grantsForObjects } from "./definer-grants";
import type { StrategyContext } from "./strategy";

/** An account that is kept because objects work with its rights. No login works any more. */
export interface RetiredAccount {
  readonly account: string;
  /** What names it as its definer, such as `` view `shop`.`open_orders` ``. Empty where the server says only that there is something. */
  readonly objects: readonly string[];
}

/**
 * Drops an account. One that views, routines, triggers or events name as their definer is retired instead: dropped, it would take all of
 * them with it (error 1449 for everybody who uses them). MariaDB drops it without a word, and so does MySQL for an admin with
 * SET_ANY_DEFINER or ALLOW_NONEXISTENT_DEFINER; so the databases are asked first.
 */
export async function dropOrRetire(
  session: DatabaseSession,
  definition: AccountDefinition,
  context: Pick<StrategyContext, "settings" | "log">,
): Promise<RetiredAccount | undefined> {
  const { account } = definition;
  const objects = await session.objects.definedBy(account);
  if (objects.length === 0) {
    try {
      await session.apply({ kind: "drop-account", account });
      return undefined;
    } catch (error) {
      // Objects that this admin may not see.
      if (!isRotationError(error, "account_is_definer")) throw error;
    }
  }
  return retire(session, definition, objects, context);
}

/** Ends every login first. What it may do is narrowed then, and a right that this admin cannot take away is no reason to stop. */
async function retire(
  session: DatabaseSession,
  { account, grants }: AccountDefinition,
  objects: readonly DefinedObject[],
  { settings, log }: Pick<StrategyContext, "settings" | "log">,
): Promise<RetiredAccount> {
  await session.apply({ kind: "retire-account", account, password: generatePassword(settings.passwordPolicy) });
  for (const change of convergeGrants(account, grants, grantsForObjects(grants, objects))) {
    try {
      await session.apply(change);
    } catch (error) {
      if (!isRotationError(error) || error.effect !== "none") throw error;
      warnOfKeptRight(log, account, error);
    }
  }
  const names = objects.map(({ kind, name }) => `${kind} ${name}`);
  log.warn("account-retired", {
    account: accountName(account),
    objects: names.slice(0, MAX_NAMED).join(", "),
    objectCount: names.length,
    why: "they work with its rights, and would be dead without it",
    hint: "give them another definer or drop them, then drop the account; it is locked, and its password is not stored",
  });
  return { account: accountName(account), objects: names.slice(0, MAX_NAMED) };
}

/** How many objects a line of the log and a result name. */
const MAX_NAMED = 50;

function warnOfKeptRight(log: Log, account: Account, error: RotationError): void {
  log.warn("right-kept", { account: accountName(account), code: error.code, why: error.message });
}
