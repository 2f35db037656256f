import { type MemoryWorld, SECRET, USER } from "../../support/memory/memory-world";
import { loginsInTurn, refused } from "./port-changes";
import type { State } from "./state";
import { add, begin, change, passwordOf, TOKEN } from "./world-changes";

const CHANGING_ITSELF = { strategies: ["single-user"], rotations: 2, calls: ["rotation"] } as const;

function passwords(world: MemoryWorld, first: string, second: string | undefined): void {
  change(world, { primary: first, second });
}

/** A user that changes itself, whose logins are refused by mistake or by right. */
export const REFUSED_LOGIN_STATES: readonly State[] = [
  {
    ...CHANGING_ITSELF,
    name: "AWSCURRENT is refused twice by mistake and AWSPREVIOUS opens the account too",
    prepare: (world) => passwords(world, passwordOf(world, "AWSCURRENT"), passwordOf(world, "AWSPREVIOUS")),
    login: loginsInTurn("refused", "true", "true", "refused"),
  },
  {
    ...CHANGING_ITSELF,
    name: "AWSCURRENT is refused once by mistake and not answered then",
    prepare: (world) => passwords(world, passwordOf(world, "AWSCURRENT"), passwordOf(world, "AWSPREVIOUS")),
    login: loginsInTurn("refused", "true", "true", "unanswered"),
  },
  {
    ...CHANGING_ITSELF,
    name: "AWSPENDING is refused by mistake and AWSPREVIOUS opens the account too",
    prepare: async (world) => {
      await begin(world, 1);
      passwords(world, passwordOf(world, "AWSPENDING"), passwordOf(world, "AWSPREVIOUS"));
    },
    login: loginsInTurn("true", "refused"),
  },
  {
    ...CHANGING_ITSELF,
    name: "AWSPENDING is refused by mistake and AWSPREVIOUS opens the account of an unmarked user",
    prepare: async (world) => {
      await begin(world, 1);
      passwords(world, passwordOf(world, "AWSPENDING"), passwordOf(world, "AWSPREVIOUS"));
      change(world, { attribute: {} });
    },
    login: loginsInTurn("true", "refused"),
  },
  {
    ...CHANGING_ITSELF,
    name: "AWSPREVIOUS opens the account of an unmarked user beside a password set by hand",
    prepare: (world) => {
      passwords(world, "p-by-hand", passwordOf(world, "AWSPREVIOUS"));
      change(world, { attribute: {} });
    },
  },
  {
    ...CHANGING_ITSELF,
    name: "AWSPREVIOUS opens the account and the server refuses the pending password",
    prepare: (world) => passwords(world, "p-by-hand", passwordOf(world, "AWSPREVIOUS")),
    refuses: (made) => {
      if (made.kind === "change-password" && made.replacing === undefined) throw refused("password_reused", "3638");
    },
  },
  {
    ...CHANGING_ITSELF,
    name: "AWSPREVIOUS opens the account and the server refuses every password",
    prepare: (world) => passwords(world, "p-by-hand", passwordOf(world, "AWSPREVIOUS")),
    refuses: (made) => {
      if (made.kind === "change-password") throw refused("password_rejected", "1819");
    },
  },
  {
    ...CHANGING_ITSELF,
    name: "AWSCURRENT is the second password and the server refuses the pending one",
    prepare: (world) => passwords(world, "p-by-hand", passwordOf(world, "AWSCURRENT")),
    refuses: (made) => {
      if (made.kind === "change-password" && made.replacing === undefined) throw refused("password_reused", "3638");
    },
  },
  {
    ...CHANGING_ITSELF,
    name: "the account disappears from the view of its own user",
    engines: ["mysql", "mariadb"],
    prepare: (world) => passwords(world, "p-by-hand", passwordOf(world, "AWSCURRENT")),
    session: () => ({ readCredential: async () => undefined }),
  },
  {
    ...CHANGING_ITSELF,
    name: "too few characters changed, says a server in other words",
    refuses: (made) => {
      if (made.kind === "change-password") throw refused("password_rejected", "error 4165");
    },
  },
  {
    ...CHANGING_ITSELF,
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
