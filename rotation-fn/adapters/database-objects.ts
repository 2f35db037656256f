import { accountName } from "../ports/account";
import type { DatabaseObjects } from "../ports/database-objects";
import { objectsDefinedBy } from "./defined-objects";
import { missingObjects } from "./missing-objects";
import type { Cells } from "./mysql-driver";

type Query = (sql: string, what: string, values: readonly string[]) => Promise<readonly Cells[]>;

/** Both servers list their objects in `information_schema`, under the same names. */
export function databaseObjects(query: Query): DatabaseObjects {
  return {
    missingFor: (grants) =>
      missingObjects(grants, (sql, values) => query(sql, "looking for the objects of grants", values)),
    definedBy: (account) =>
      objectsDefinedBy(account, (sql, values) =>
        query(sql, `looking for objects whose definer is ${accountName(account)}`, values),
      ),
  };
}
