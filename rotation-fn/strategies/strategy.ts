import type { Database, DatabaseSession } from "../ports/database";
import type { Log } from "../ports/log";
import type { SecretDescription, SecretStore } from "../ports/secret-store";
import type { SecretValue } from "../secret-value";
import type { Settings, StrategyName } from "../settings";

/** What a strategy may use and what it works on. */
export interface StrategyContext {
  readonly secret: SecretDescription;
  readonly secrets: SecretStore;
  readonly database: Database;
  readonly settings: Settings;
  readonly log: Log;
}

/**
 * How a pending credential becomes true in the database. Everything about labels and versions is the steps'; everything about
 * accounts is the strategy's.
 */
export interface Strategy {
  readonly name: StrategyName;
  /**
   * The user name that the next version will hold. Throws when the current value can never be rotated by this strategy, so
   * that it is known before anything is stored.
   */
  pendingUsername(current: SecretValue, context: StrategyContext): string;
  /**
   * Makes the pending credential work, with the rights of the current one. Called again after any failure with the same
   * arguments, it converges: it takes no short cut because something already works.
   */
  change(current: SecretValue, pending: SecretValue, context: StrategyContext): Promise<void>;
  /**
   * Asks, as the pending user, what a login alone does not prove. Throws `account_incomplete` that names what is missing. Left
   * out where the user stays the same: whatever it may do, it could do before.
   */
  prove?(session: DatabaseSession, pending: SecretValue, context: StrategyContext): Promise<void>;
}
