import type { ErrorCode } from "../../../rotation-fn/errors";
import type { AccountChange, Grant } from "../../../rotation-fn/ports/account";
import type { DatabaseSession } from "../../../rotation-fn/ports/database";
import { excessNote } from "../../../rotation-fn/strategies/excess-rights";
import { type MemoryWorld, USER } from "../../support/memory/memory-world";
import { refused } from "./port-changes";
import { PAIR, type State } from "./state";
import { begin, CLONE, change } from "./world-changes";

const ROLE = { user: "reader", host: "%" };

/** One of every kind, and of privileges one of every scope. */
const EVERY_KIND: readonly Grant[] = [
  { kind: "privilege", privilege: "PROCESS", scope: "*.*" },
  { kind: "privilege", privilege: "GRANT OPTION", scope: "`other`.*" },
  { kind: "privilege", privilege: "SELECT", scope: "`other`.`orders`" },
  { kind: "privilege", privilege: "UPDATE", scope: "`other`.`orders`", column: "state" },
  { kind: "privilege", privilege: "UPDATE", scope: "`other`.`orders`", column: "note" },
  { kind: "privilege", privilege: "EXECUTE", scope: "PROCEDURE `other`.`close`" },
  { kind: "dynamic", privilege: "XA_RECOVER_ADMIN", grantOption: true },
  { kind: "dynamic", privilege: "CONNECTION_ADMIN", grantOption: false },
  { kind: "role", role: ROLE, adminOption: true },
  { kind: "role", role: { user: "writer", host: "%" }, adminOption: false },
  { kind: "proxy", of: { user: "owner", host: "%" }, grantOption: true },
  { kind: "proxy", of: { user: "guest", host: "%" }, grantOption: false },
];
/** A right everywhere but in one database. */
const RESTRICTED: readonly Grant[] = [
  { kind: "privilege", privilege: "SELECT", scope: "*.*" },
  { kind: "restriction", privilege: "SELECT", scope: "`mysql`.*" },
];
const WHOLE = ["rotation", "provision", "audit"] as const;

function give(world: MemoryWorld, user: string, grants: readonly Grant[]): void {
  for (const grant of grants) world.grant(user, grant);
}

function take(world: MemoryWorld, user: string, isTaken: (grant: Grant) => boolean): void {
  const { grants = [] } = world.database.find(user) ?? {};
  change(world, { grants: grants.filter((grant) => !isTaken(grant)) }, user);
}

/** What the users may do, and what of it the server refuses to give or to take. */
export const RIGHTS_STATES: readonly State[] = [
  {
    name: "the user has rights of every kind",
    engines: ["mysql", "mariadb"],
    prepare: (world) => {
      give(world, USER, EVERY_KIND);
      change(world, { defaultRoles: [ROLE] });
    },
    calls: WHOLE,
  },
  {
    name: "the user has a right everywhere but in one database",
    prepare: (world) => give(world, USER, RESTRICTED),
    calls: WHOLE,
  },
  {
    name: "the other user lacks a restriction",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => give(world, USER, RESTRICTED),
    calls: WHOLE,
  },
  {
    name: "the other user has a restriction too many",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => {
      give(world, USER, RESTRICTED.slice(0, 1));
      give(world, CLONE, RESTRICTED);
    },
    calls: WHOLE,
  },
  {
    name: "the other user has rights of every kind",
    strategies: PAIR,
    engines: ["mysql", "mariadb"],
    rotations: 2,
    prepare: (world) => {
      give(world, CLONE, EVERY_KIND);
      change(world, { defaultRoles: [ROLE], clauses: new Map([["MAX_USER_CONNECTIONS", "7"]]) }, CLONE);
    },
    calls: WHOLE,
  },
  {
    name: "the other user has rights of every kind that the admin may not take away",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => give(world, CLONE, [...EVERY_KIND, ...RESTRICTED]),
    refuses: (made) => refuse(made, "revoke", "missing_privilege"),
    calls: WHOLE,
  },
  {
    name: "the admin takes dynamic privileges away with a static one only",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => give(world, CLONE, EVERY_KIND),
    refuses: (made) => {
      const isDynamic = made.kind === "revoke" && made.grants.some(({ kind }) => kind === "dynamic");
      if (isDynamic && made.companion === undefined) throw refused("missing_privilege", "refused");
    },
    calls: WHOLE,
  },
  ...[true, false].map(
    (isThere): State => ({
      name: `an earlier rotation could not take rights away${isThere ? "" : ", and what they are on is gone"}`,
      strategies: PAIR,
      rotations: 2,
      prepare: (world) => {
        const noted: readonly Grant[] = EVERY_KIND.filter(({ kind }) => kind === "dynamic" || kind === "role");
        give(world, USER, noted);
        const { attribute = {} } = world.database.find(USER) ?? {};
        change(world, { attribute: { ...attribute, ...excessNote(noted, undefined) } });
      },
      ...(isThere ? {} : { session: withoutObjects }),
      calls: WHOLE,
    }),
  ),
  {
    name: "everything beside the database is gone",
    strategies: PAIR,
    prepare: (world) => give(world, USER, EVERY_KIND),
    session: withoutObjects,
    refuses: (made) => {
      if (made.kind !== "grant" || !made.grants.some(isElsewhere)) return;
      throw refused(
        made.grants.some(({ kind }) => kind === "dynamic") ? "database_refused" : "object_missing",
        "refused",
      );
    },
    calls: WHOLE,
  },
  {
    name: "a grant gets no answer",
    strategies: PAIR,
    prepare: (world) => give(world, USER, EVERY_KIND),
    refuses: (made) => refuse(made, "grant", "statement_timed_out"),
    calls: ["rotation"],
  },
  {
    name: "the pending user was given a right after setSecret",
    strategies: PAIR,
    prepare: async (world) => {
      await begun(world);
      give(world, CLONE, EVERY_KIND.slice(0, 1));
    },
    calls: ["rotation"],
    resumesAt: "testSecret",
  },
  {
    name: "the pending user lost rights after setSecret",
    strategies: PAIR,
    prepare: async (world) => {
      give(world, USER, [...EVERY_KIND, ...RESTRICTED.slice(0, 1)]);
      change(world, { defaultRoles: [ROLE] });
      await begun(world);
      // It keeps one on the database: without any, the server would refuse the login itself.
      take(world, CLONE, (grant) => !isOnDatabase(grant) || grant.privilege !== "SELECT");
      give(world, CLONE, RESTRICTED);
      change(world, { defaultRoles: [] }, CLONE);
    },
    calls: ["rotation"],
    resumesAt: "testSecret",
  },
  {
    name: "the pending user disappeared after its login",
    strategies: PAIR,
    prepare: begun,
    session: () => ({ readAccount: async () => undefined }),
    calls: ["rotation"],
    resumesAt: "testSecret",
  },
  ...(["view", "trigger", "event"] as const).map(
    (kind): State => ({
      name: `the users are definers of a ${kind}`,
      engines: ["mysql", "mariadb"],
      strategies: PAIR,
      rotations: 1,
      prepare: (world) => {
        for (const user of [USER, CLONE]) give(world, user, [...EVERY_KIND, ...RESTRICTED]);
      },
      session: () => ({
        objects: { missingFor: async () => [], definedBy: async () => [{ kind, name: `\`${USER}\`.\`totals\`` }] },
      }),
      refuses: (made) => refuse(made, "grant", "missing_privilege"),
      calls: ["deprovision"],
    }),
  ),
];

function isOnDatabase(grant: Grant): grant is Extract<Grant, { kind: "privilege" }> {
  return grant.kind === "privilege" && grant.scope === `\`${USER}\`.*`;
}

/** Nothing is left of what a right beside the database can be on. */
function withoutObjects(): Partial<DatabaseSession> {
  return { objects: { missingFor: async (grants) => grants.filter(isElsewhere), definedBy: async () => [] } };
}

function isElsewhere(grant: Grant): boolean {
  return grant.kind !== "privilege" || grant.scope.includes("other");
}

async function begun(world: MemoryWorld): Promise<void> {
  await begin(world, 2);
}

function refuse(made: AccountChange, kind: AccountChange["kind"], code: ErrorCode): void {
  if (made.kind === kind) throw refused(code, "refused");
}
