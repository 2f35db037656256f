import { convergeAppUser } from "../../../rotation-fn/actions/app-user";
import type { ProvisionEvent } from "../../../rotation-fn/event";
import type { AccountChange, AccountDefinition, Grant } from "../../../rotation-fn/ports/account";
import type { DatabaseSession } from "../../../rotation-fn/ports/database";
import { readSettings, type StrategyName } from "../../../rotation-fn/settings";
import { markFor } from "../../../rotation-fn/strategies/mark";

const ACCOUNT = { user: "shop", host: "%" };
const SECRET = { name: "shop", arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf" };
const EVENT = { dbname: "my_shop", privileges: ["SELECT", "INSERT"] } as unknown as ProvisionEvent;
/** As the server writes the database, and as people do. */
const [ESCAPED, UNESCAPED] = ["`my\\_shop`.*", "`my_shop`.*"];
const on = (scope: string, ...privileges: string[]): Grant[] =>
  privileges.map((privilege) => ({ kind: "privilege", privilege, scope }));
const dynamic = (privilege: string, grantOption = false): Grant => ({ kind: "dynamic", privilege, grantOption });
const WANTED = on(ESCAPED, "SELECT", "INSERT");
const TWO_PASSWORDS = dynamic("APPLICATION_PASSWORD_ADMIN");

const existingWith = (members: Partial<AccountDefinition>): AccountDefinition => ({
  ...{ account: ACCOUNT, plugin: "caching_sha2_password", locked: false, defaultRoles: [], grants: WANTED },
  ...{ clauses: new Map([["REQUIRE", "SSL"]]), attribute: markFor(SECRET) },
  ...members,
});

/** The changes that an account gets: of grants, the privileges. */
async function converged(
  existing: AccountDefinition | undefined,
  strategy: StrategyName = "admin-rotated",
  dualPasswords = true,
) {
  const applied: AccountChange[] = [];
  const session = {
    identity: { server: { dualPasswords, passwordPlugin: "caching_sha2_password" } },
    databaseScope: async () => ESCAPED,
    apply: async (change: AccountChange) => void applied.push(change),
  } as unknown as DatabaseSession;
  const { passwordPolicy } = readSettings({});
  const owner = { secret: SECRET, strategy, passwordPolicy };
  expect(await convergeAppUser(session, ACCOUNT, existing, EVENT, owner)).toEqual(applied);
  return applied.map((change) =>
    change.kind === "grant" || change.kind === "revoke" ? { [change.kind]: change.grants } : change.kind,
  );
}

describe("an app user that exists", () => {
  it.each<[string, Grant[], object[]]>([
    ["keeps the wanted privileges", WANTED, []],
    [
      "gets what it lacks and loses what is too much",
      on(ESCAPED, "SELECT", "DROP"),
      [{ revoke: on(ESCAPED, "DROP") }, { grant: on(ESCAPED, "INSERT") }],
    ],
    ["keeps what it may do elsewhere", [...WANTED, ...on("`other`.*", "DROP"), dynamic("BACKUP_ADMIN")], []],
    [
      "loses what was granted by hand on the name without escapes, unless it is wanted",
      [...WANTED, ...on(UNESCAPED, "SELECT", "DROP")],
      [{ revoke: on(UNESCAPED, "DROP") }],
    ],
  ])("%s", async (_, grants, changes) => {
    expect(await converged(existingWith({ grants }))).toEqual(changes);
  });

  it("is refused where it is another secret's", async () => {
    const attribute = markFor({ ...SECRET, name: "another" });
    await expect(converged(existingWith({ attribute }))).rejects.toMatchObject({ code: "account_not_ours" });
  });
});

describe("the right to keep two passwords", () => {
  const given = [{ grant: [TWO_PASSWORDS] }];
  it.each<[string, Grant[], object[]]>([
    ["is given to a user that changes itself", WANTED, given],
    ["is given beside another right of its kind", [...WANTED, dynamic("BACKUP_ADMIN")], given],
    ["is not given twice", [...WANTED, TWO_PASSWORDS], []],
    ["keeps an option that was added by hand", [...WANTED, dynamic("APPLICATION_PASSWORD_ADMIN", true)], []],
  ])("%s", async (_, grants, changes) => {
    expect(await converged(existingWith({ grants }), "single-user")).toEqual(changes);
  });

  it("is given to a new user, and only where the server has it and the user changes itself", async () => {
    const made = ["create-account", "set-clauses", { grant: WANTED }];
    expect(await converged(undefined, "single-user")).toEqual([...made, ...given]);
    expect(await converged(undefined, "single-user", false)).toEqual(made);
    expect(await converged(undefined, "admin-rotated")).toEqual(made);
  });
});
