import type { ErrorCode } from "../../../rotation-fn/errors";
import type { AccountChange, Grant } from "../../../rotation-fn/ports/account";
import { type MemoryWorld, USER } from "../../support/memory/memory-world";
import { hidden, refused } from "./port-changes";
import { PAIR, type State } from "./state";
import { begin, CLONE, change } from "./world-changes";

const on = (privilege: string, scope: string): Grant => ({ kind: "privilege", privilege, scope });
const dynamic = (privilege: string): Grant => ({ kind: "dynamic", privilege, grantOption: false });
const SELECT_EVERYWHERE = on("SELECT", "*.*");
const NOT_IN_MYSQL: Grant = { kind: "restriction", privilege: "SELECT", scope: "`mysql`.*" };
const PASSWORD_CODES: readonly ErrorCode[] = ["password_rejected", "password_reused", "missing_privilege"];

/** The server refuses a right or a password of the other user, or accepts a statement and does nothing. */
export const REFUSED_RIGHTS_STATES: readonly State[] = [
  ...[1, 6, 7].map(
    (more): State => ({
      name: `the server accepts grants and gives nothing, of ${more + 2} rights`,
      strategies: PAIR,
      prepare: (world) =>
        give(
          world,
          USER,
          Array.from({ length: more }, (_, index) => on("SELECT", `\`db${index}\`.*`)),
        ),
      session: without("grant"),
      calls: ["rotation"],
    }),
  ),
  {
    name: "the server accepts CREATE USER and makes nothing",
    strategies: PAIR,
    session: (session) => ({
      apply: async (made) =>
        ["create-account", "grant", "set-clauses"].includes(made.kind) ? undefined : session.apply(made),
    }),
    calls: ["rotation"],
  },
  ...PASSWORD_CODES.flatMap((code): State[] => [
    {
      name: `the server refuses to make the other user: ${code}`,
      strategies: PAIR,
      refuses: (made) => refuse(made, "create-account", code),
      calls: ["rotation"],
    },
    {
      name: `the server refuses a grant with words about passwords: ${code}`,
      strategies: PAIR,
      refuses: (made) => refuse(made, "set-clauses", code),
      calls: ["rotation"],
    },
    {
      name: `the server refuses the password that it has: ${code}`,
      strategies: PAIR,
      prepare: (world) => begin(world, 2),
      refuses: (made) => refuse(made, "set-password", code),
      calls: ["rotation"],
    },
    {
      name: `the server refuses a password and shows none: ${code}`,
      strategies: PAIR,
      prepare: (world) => begin(world, 2),
      session: hidden,
      refuses: (made) => refuse(made, "set-password", code),
      calls: ["rotation"],
    },
    {
      name: `the server refuses a password and the other user is gone: ${code}`,
      strategies: PAIR,
      session: (session) => ({
        readCredential: async (account) => (account.user === USER ? session.readCredential(account) : undefined),
      }),
      refuses: (made) => refuse(made, "set-password", code),
      calls: ["rotation"],
    },
  ]),
  {
    name: "both users have privileges that companions are chosen from",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => {
      for (const user of [USER, CLONE]) give(world, user, [on("SHOW DATABASES", "*.*"), on("PROCESS", "`shop`.*")]);
      give(world, CLONE, [dynamic("CONNECTION_ADMIN"), dynamic("XA_RECOVER_ADMIN"), on("EVENT", "`shop`.*")]);
    },
    refuses: (made) => {
      if (made.kind === "revoke" && made.companion === undefined) throw refused("missing_privilege", "3879");
    },
    calls: ["rotation"],
  },
  {
    name: "both users have every privilege that a companion may be",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => {
      for (const user of [USER, CLONE])
        give(
          world,
          user,
          COMPANIONS.map((name) => on(name, "*.*")),
        );
      give(world, CLONE, [dynamic("CONNECTION_ADMIN")]);
    },
    refuses: (made) => refuse(made, "revoke", "missing_privilege"),
    calls: ["rotation"],
  },
  {
    name: "the other user lacks a restriction and a right on the database",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => {
      give(world, USER, [SELECT_EVERYWHERE, NOT_IN_MYSQL, on("UPDATE", "`shop`.*")]);
      give(world, CLONE, [SELECT_EVERYWHERE]);
    },
    calls: ["rotation", "audit"],
  },
  {
    name: "the other user lacks a global right and a restriction and has a right too many",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => {
      give(world, USER, [SELECT_EVERYWHERE, NOT_IN_MYSQL]);
      give(world, CLONE, [on("UPDATE", "`shop`.*"), dynamic("CONNECTION_ADMIN")]);
    },
    calls: ["rotation", "audit"],
  },
  {
    name: "the other user is locked and lacks a global right and its restriction",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => {
      give(world, USER, [SELECT_EVERYWHERE, NOT_IN_MYSQL]);
      change(world, { locked: true }, CLONE);
    },
    calls: ["rotation"],
  },
  {
    name: "a restriction may not be added",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => give(world, USER, [SELECT_EVERYWHERE, NOT_IN_MYSQL]),
    refuses: (made) => refuse(made, "revoke", "missing_privilege"),
    calls: ["rotation"],
  },
  {
    name: "a grant is refused and the session's objects are all there",
    strategies: PAIR,
    prepare: (world) => give(world, USER, [dynamic("CONNECTION_ADMIN"), on("SELECT", "`other`.*")]),
    refuses: (made) => refuse(made, "grant", "database_refused"),
    calls: ["rotation"],
  },
  {
    name: "a grant of a dynamic privilege has an unknown effect",
    strategies: PAIR,
    prepare: (world) => give(world, USER, [dynamic("CONNECTION_ADMIN")]),
    session: () => ({ objects: { missingFor: async (grants) => grants, definedBy: async () => [] } }),
    refuses: (made) => {
      if (made.kind === "grant") throw refused("database_refused", "1105").with({ effect: "unknown" });
    },
    calls: ["rotation"],
  },
];

const COMPANIONS = ["SHOW DATABASES", "PROCESS", "RELOAD", "REPLICATION CLIENT", "REPLICATION SLAVE", "CREATE USER"];

function give(world: MemoryWorld, user: string, grants: readonly Grant[]): void {
  for (const grant of grants) world.grant(user, grant);
}

function without(kind: AccountChange["kind"]): NonNullable<State["session"]> {
  return (session) => ({ apply: async (made) => (made.kind === kind ? undefined : session.apply(made)) });
}

function refuse(made: AccountChange, kind: AccountChange["kind"], code: ErrorCode): void {
  if (made.kind === kind) throw refused(code, code);
}
