import type { Grant } from "../ports/account";
import type { DefinedObject } from "../ports/database-objects";

/** What a view does with the rights of its definer. LOCK TABLES of a view looks at the definer's rights too. */
const FOR_VIEWS = ["SELECT", "INSERT", "UPDATE", "DELETE", "EXECUTE", "LOCK TABLES"];

/** A trigger may need this right of its definer each time it fires, and may use tables of its own. */
const FOR_TRIGGERS = [...FOR_VIEWS, "TRIGGER", "CREATE TEMPORARY TABLES"];

/** What the body of a routine or an event can be about beside that: objects, and no accounts. */
const FOR_CODE = [
  ...FOR_TRIGGERS,
  "EVENT",
  "CREATE",
  "DROP",
  "ALTER",
  "INDEX",
  "REFERENCES",
  "CREATE VIEW",
  "SHOW VIEW",
  "DELETE HISTORY",
];

/**
 * The grants that a definer's objects can need, by what the objects are. Which tables a body names cannot be told in general, so the
 * scopes stay; gone are GRANT OPTION, administrative and dynamic privileges, and PROXY. Roles stay: rights may come through them.
 */
export function grantsForObjects(grants: readonly Grant[], objects: readonly DefinedObject[]): readonly Grant[] {
  const needed = new Set(privilegesFor(objects));
  return grants.filter((grant) => {
    if (grant.kind === "role") return true;
    return (grant.kind === "privilege" || grant.kind === "restriction") && needed.has(grant.privilege);
  });
}

function privilegesFor(objects: readonly DefinedObject[]): readonly string[] {
  const others = objects.filter(({ kind }) => kind !== "view");
  if (objects.length > 0 && others.length === 0) return FOR_VIEWS;
  return objects.length > 0 && others.every(({ kind }) => kind === "trigger") ? FOR_TRIGGERS : FOR_CODE;
}
