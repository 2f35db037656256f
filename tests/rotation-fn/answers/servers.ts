import { serverFeatures } from "../../../rotation-fn/adapters/server-version";
import type { ErrorCode } from "../../../rotation-fn/errors";
import type { AccountChange } from "../../../rotation-fn/ports/account";
import type { LoginAnswer, LoginRequest } from "../../../rotation-fn/ports/database";
import { USER } from "../../support/memory/memory-world";
import { hidden, loginsInTurn, refused } from "./port-changes";
import { BOTH, ONE_USER, PAIR, type State, WITH_ADMIN } from "./state";
import { add, CLONE, change, putCurrent } from "./world-changes";

const CHANGING = ["rotation", "provision", "expire-previous"] as const;

const READER_VALUE = { host: "reader.test", writerHost: "db.test" };
const READER = {
  prepare: (world: Parameters<typeof putCurrent>[0]) => putCurrent(world, READER_VALUE),
  calls: ["rotation", "audit", "expire-previous"],
} as const satisfies Partial<State>;

/** The database server answers otherwise. */
export const SERVER_STATES: readonly State[] = [
  {
    name: "the server does not answer the user",
    login: (request) => (isAdmin(request) ? undefined : answered("unknown", "network_unreachable", "ECONNREFUSED")),
  },
  {
    name: "the server does not answer the admin",
    login: (request) => (isAdmin(request) ? answered("unknown", "network_unreachable", "ENOTFOUND") : undefined),
  },
  {
    name: "the server is silent to the admin",
    login: (request) => (isAdmin(request) ? answered("unknown", "network_unreachable", "ETIMEDOUT") : undefined),
    calls: ["provision", "deprovision", "audit"],
  },
  {
    name: "the admin's password has expired",
    login: (request) => (isAdmin(request) ? answered("rejected", "password_expired", "1862") : undefined),
  },
  {
    name: "the user's password has expired",
    login: (request) => (isAdmin(request) ? undefined : answered("rejected", "password_expired", "1862")),
  },
  {
    name: "the database is gone",
    login: ({ database }) => (database === undefined ? undefined : answered("unknown", "unknown_database", "1049")),
  },
  {
    name: "the server is full",
    login: () => answered("unknown", "too_many_connections", "1040"),
    calls: ["rotation", "audit", "inspect"],
  },
  {
    name: "AWSCURRENT is refused once",
    login: loginsInTurn("refused"),
    calls: ["rotation", "provision", "audit"],
  },
  {
    name: "a login matches an anonymous account",
    session: (session) => ({
      identity: { ...session.identity, account: { user: "", host: "%" } },
    }),
    calls: CHANGING,
  },
  {
    name: "the server is too old",
    session: (session) => ({ identity: { ...session.identity, server: serverFeatures("5.7.44") } }),
  },
  {
    name: "the server is of another kind than the value says",
    session: (session) => ({ identity: { ...session.identity, server: serverFeatures("11.8.9-MariaDB") } }),
  },
  {
    name: "the server keeps one password",
    strategies: ONE_USER,
    session: (session) => ({
      identity: { ...session.identity, server: { ...session.identity.server, dualPasswords: false } },
    }),
    calls: ["rotation", "audit", "expire-previous"],
  },
  {
    name: "the lock is held",
    session: () => ({ lock: async () => Promise.reject(refused("rotation_in_progress", "GET_LOCK")) }),
  },
  {
    name: "the stored passwords are hidden",
    engines: BOTH,
    session: (session) => ({
      ...hidden(session),
      readSecondPassword: async (account) => (await session.readSecondPassword(account)) && { is: () => undefined },
    }),
    prepare: (world) => add(world, { account: { user: USER, host: "10.%" }, attribute: {} }),
  },
  {
    name: "the stored passwords are hidden and the other user has AWSPREVIOUS and no mark",
    strategies: PAIR,
    rotations: 2,
    session: hidden,
    prepare: (world) => change(world, { attribute: {} }, CLONE),
    calls: ["rotation", "audit", "expire-previous"],
  },
  ...refusing("set-password", "change-password", "retire-account"),
  {
    name: "the admin may not grant",
    strategies: WITH_ADMIN,
    prepare: (world) => world.grant(USER, { kind: "privilege", privilege: "PROCESS", scope: "*.*" }),
    refuses: (made) => {
      if (made.kind === "grant") throw refused("missing_privilege", "1044");
    },
    calls: ["rotation", "provision"],
  },
  {
    name: "the admin may not revoke",
    strategies: PAIR,
    rotations: 2,
    prepare: (world) => world.grant(CLONE, { kind: "privilege", privilege: "PROCESS", scope: "*.*" }),
    refuses: (made) => {
      if (made.kind === "revoke") throw refused("missing_privilege", "1227");
    },
    calls: ["rotation", "audit"],
  },
  {
    name: "a right is on a table that is gone",
    strategies: PAIR,
    rotations: 1,
    prepare: (world) => world.grant(CLONE, { kind: "privilege", privilege: "SELECT", scope: `\`${USER}\`.\`gone\`` }),
    session: () => ({ objects: { missingFor: async (grants) => [...grants], definedBy: async () => [] } }),
    refuses: (made) => {
      if (made.kind === "grant" && JSON.stringify(made).includes("gone")) throw refused("object_missing", "1146");
    },
    calls: ["rotation", "audit"],
  },
  {
    name: "the users define views",
    rotations: 1,
    session: (session) => ({
      objects: {
        ...session.objects,
        definedBy: async () =>
          [{ kind: "view", schema: USER, name: "totals", definer: { user: USER, host: "%" } }] as never,
      },
    }),
    refuses: (made) => {
      if (made.kind === "drop-account") throw refused("account_is_definer", "4006");
    },
    calls: ["deprovision"],
  },
  ...(["applied", "behind", "stopped"] as const).map(
    (outcome): State => ({
      name: `AWSCURRENT names a reader and its writer, the reader is ${outcome}`,
      ...READER,
      session: (session) => ({
        replication: {
          ...session.replication,
          self: async () => ({ uuid: "reader", readOnly: true }),
          replicas: async () => ["reader"],
          waitFor: async () => outcome,
        },
      }),
    }),
  ),
  {
    name: "AWSCURRENT names a reader that another writer has",
    ...READER,
    session: (session) => ({
      replication: { ...session.replication, self: async () => ({ uuid: "reader", readOnly: true }) },
    }),
  },
  { name: "AWSCURRENT names a writer and a host that is no reader", ...READER },
];

/** The server refuses the change that sets a password. */
function refusing(...kinds: readonly AccountChange["kind"][]): State[] {
  const codes: readonly ErrorCode[] = [
    "password_rejected",
    "password_reused",
    "password_required",
    "missing_privilege",
    "statement_timed_out",
  ];
  return codes.map((code) => ({
    name: `the server refuses a password: ${code}`,
    engines: BOTH,
    rotations: 1,
    refuses: (made) => {
      if (kinds.includes(made.kind) || made.kind === "create-account") throw refused(code, code);
    },
    calls: CHANGING,
  }));
}

function isAdmin({ adminSecretId, username }: LoginRequest): boolean {
  return adminSecretId !== undefined || username === "dba";
}

async function answered(kind: "unknown" | "rejected", code: ErrorCode, found: string): Promise<LoginAnswer> {
  return { kind, error: refused(code, `${found}: ${code}`) };
}
