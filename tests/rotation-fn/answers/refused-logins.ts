import { type MemoryWorld, SECRET, USER } from "../../support/memory/memory-world";
import { add, begin, change, passwordOf, refused, refusedLogin, type State, TOKEN } from "./state";

/** What a login of the app user is answered: refused by mistake, not at all, or truly. */
type Answer = "refused" | "unanswered" | "true";

/** In turn for each step; truly after the last. The admin is always answered truly. */
function answers(...each: readonly Answer[]): NonNullable<State["login"]> {
  const counts = new WeakMap<object, number>();
  return ({ adminSecretId }, database) => {
    if (adminSecretId !== undefined) return undefined;
    const count = counts.get(database) ?? 0;
    counts.set(database, count + 1);
    if (each[count] === "refused") return refusedLogin();
    if (each[count] !== "unanswered") return undefined;
    return Promise.resolve({ kind: "unknown", error: refused("network_unreachable", "ETIMEDOUT") });
  };
}

const ONE_USER = { strategies: ["single-user"], rotations: 2, calls: ["rotation"] } as const;

function passwords(world: MemoryWorld, first: string, second: string | undefined): void {
  change(world, { primary: first, second });
}

/** A user that changes itself, whose logins are refused by mistake or by right. */
export const REFUSED_LOGIN_STATES: readonly State[] = [
  {
    ...ONE_USER,
    name: "AWSCURRENT is refused twice by mistake and AWSPREVIOUS opens the account too",
    prepare: (world) => passwords(world, passwordOf(world, "AWSCURRENT"), passwordOf(world, "AWSPREVIOUS")),
    login: answers("refused", "true", "true", "refused"),
  },
  {
    ...ONE_USER,
    name: "AWSCURRENT is refused once by mistake and not answered then",
    prepare: (world) => passwords(world, passwordOf(world, "AWSCURRENT"), passwordOf(world, "AWSPREVIOUS")),
    login: answers("refused", "true", "true", "unanswered"),
  },
  {
    ...ONE_USER,
    name: "AWSPENDING is refused by mistake and AWSPREVIOUS opens the account too",
    prepare: async (world) => {
      await begin(world, 1);
      passwords(world, passwordOf(world, "AWSPENDING"), passwordOf(world, "AWSPREVIOUS"));
    },
    login: answers("true", "refused"),
  },
  {
    ...ONE_USER,
    name: "AWSPENDING is refused by mistake and AWSPREVIOUS opens the account of an unmarked user",
    prepare: async (world) => {
      await begin(world, 1);
      passwords(world, passwordOf(world, "AWSPENDING"), passwordOf(world, "AWSPREVIOUS"));
      change(world, { attribute: {} });
    },
    login: answers("true", "refused"),
  },
  {
    ...ONE_USER,
    name: "AWSPREVIOUS opens the account of an unmarked user beside a password set by hand",
    prepare: (world) => {
      passwords(world, "p-by-hand", passwordOf(world, "AWSPREVIOUS"));
      change(world, { attribute: {} });
    },
  },
  {
    ...ONE_USER,
    name: "AWSPREVIOUS opens the account and the server refuses the pending password",
    prepare: (world) => passwords(world, "p-by-hand", passwordOf(world, "AWSPREVIOUS")),
    refuses: (made) => {
      if (made.kind === "change-password" && made.replacing === undefined) throw refused("password_reused", "3638");
    },
  },
  {
    ...ONE_USER,
    name: "AWSPREVIOUS opens the account and the server refuses every password",
    prepare: (world) => passwords(world, "p-by-hand", passwordOf(world, "AWSPREVIOUS")),
    refuses: (made) => {
      if (made.kind === "change-password") throw refused("password_rejected", "1819");
    },
  },
  {
    ...ONE_USER,
    name: "AWSCURRENT is the second password and the server refuses the pending one",
    prepare: (world) => passwords(world, "p-by-hand", passwordOf(world, "AWSCURRENT")),
    refuses: (made) => {
      if (made.kind === "change-password" && made.replacing === undefined) throw refused("password_reused", "3638");
    },
  },
  {
    ...ONE_USER,
    name: "the account disappears from the view of its own user",
    engines: ["mysql", "mariadb"],
    prepare: (world) => passwords(world, "p-by-hand", passwordOf(world, "AWSCURRENT")),
    session: () => ({ readCredential: async () => undefined }),
  },
  {
    ...ONE_USER,
    name: "too few characters changed, says a server in other words",
    refuses: (made) => {
      if (made.kind === "change-password") throw refused("password_rejected", "error 4165");
    },
  },
  {
    ...ONE_USER,
    name: "a server refuses a password without words",
    session: (session) => ({
      apply: async (made) => {
        if (made.kind !== "change-password") return session.apply(made);
        const error = refused("password_rejected", "");
        throw error.with({ parts: { problem: error.parts.problem, remedy: error.parts.remedy } });
      },
    }),
  },
  {
    name: "the pending version names another host for a user that changes itself",
    strategies: ["single-user", "admin-rotated"],
    prepare: async (world) => {
      const value = JSON.parse(world.secrets.valueOf(SECRET, "AWSCURRENT") ?? "{}");
      world.secrets.begin(SECRET, TOKEN);
      const text = JSON.stringify({ ...value, host: "DB.test.", port: 3306, password: "p-pending" });
      await world.secrets.store().store({ secretId: SECRET, versionId: TOKEN, value: text, label: "AWSPENDING" });
    },
    calls: ["rotation", "inspect"],
  },
  {
    name: "a further account disappears",
    strategies: ["admin-rotated"],
    prepare: (world) => add(world, { account: { user: USER, host: "10.%" } }),
    session: (session) => ({
      readCredential: async (account) => (account.host === "%" ? session.readCredential(account) : undefined),
    }),
    calls: ["rotation", "audit", "expire-previous", "provision"],
  },
];
