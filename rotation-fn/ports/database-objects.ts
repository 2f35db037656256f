import type { Account, Grant } from "./account";

/** A view, routine, trigger or event: what has a definer, with whose rights it works. */
export interface DefinedObject {
  /** `view`, `procedure`, `function`, `trigger` or `event`; MariaDB has `package` and `package body` as well. */
  readonly kind: string;
  /** In SQL: `` `db`.`name` ``. */
  readonly name: string;
}

/** What an admin's session can find out about the objects in the databases of a server. Each method throws a `RotationError`. */
export interface DatabaseObjects {
  /**
   * Those of the grants that are on a table, column or routine which the server does not have (any more), or a dynamic privilege that it
   * does not know. Grants on whole databases, and on the server's own, are never among them.
   */
  missingFor(grants: readonly Grant[]): Promise<readonly Grant[]>;
  /** What would be dead without the account: the views, routines, triggers and events whose definer it is. */
  definedBy(account: Account): Promise<readonly DefinedObject[]>;
}
