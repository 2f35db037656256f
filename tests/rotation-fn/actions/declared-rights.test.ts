import { auditDeclared, declaredRights, withoutDeclared } from "../../../rotation-fn/actions/audit-declared";
import type { AccountDefinition, Grant, ListedAccount } from "../../../rotation-fn/ports/account";
import type { DatabaseSession } from "../../../rotation-fn/ports/database";
import type { Log, LogFields } from "../../../rotation-fn/ports/log";
import type { SecretDescription } from "../../../rotation-fn/ports/secret-store";
import { EXPIRED, markFor } from "../../../rotation-fn/strategies/mark";

const secret = { name: "shop", arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf" };
const declared = { privileges: ["SELECT", "INSERT"], scopes: ["`my\\_shop`.*", "`my_shop`.*"] };
const on = (scope: string, ...privileges: string[]): Grant[] =>
  privileges.map((privilege) => ({ kind: "privilege", privilege, scope }));
const OWN_PASSWORD: Grant = { kind: "dynamic", privilege: "APPLICATION_PASSWORD_ADMIN", grantOption: false };
const WANTED = on("`my_shop`.*", "SELECT", "INSERT");

/** The findings about the one account of the user, and what was logged. */
async function auditOf(members: Partial<AccountDefinition> | undefined, isLocked = false) {
  const listed: ListedAccount = {
    ...{ user: "shop", host: "%", hasSecondPassword: false, isLocked, plugin: "caching_sha2_password" },
  };
  const definition = { account: listed, attribute: markFor(secret), grants: WANTED, ...members };
  const session = {
    accountsNamed: async () => [listed],
    readAccount: async () => (members === undefined ? undefined : definition),
  } as unknown as DatabaseSession;
  const lines: [string, LogFields | undefined][] = [];
  const log = { info: (event: string, fields?: LogFields) => void lines.push([event, fields]) } as Log;
  const deviations = await auditDeclared(session, ["shop"], secret as SecretDescription, declared, log);
  return { deviations, lines };
}

describe("the privileges that an environment declares", () => {
  it("are on the database as the server writes it, with and without escapes", async () => {
    const session = { databaseScope: async (name: string) => `\`${name.replace("_", "\\_")}\`.*` };
    const event = { dbname: "my_shop", privileges: ["SELECT", "INSERT"] };
    expect(await declaredRights(session as DatabaseSession, event)).toEqual(declared);
  });

  it("are no finding where the account has exactly these, or has them everywhere", async () => {
    const nothing = { deviations: [], lines: [] };
    expect(await auditOf({})).toEqual(nothing);
    expect(await auditOf({ grants: [...WANTED, OWN_PASSWORD] })).toEqual(nothing);
    const { deviations } = await auditOf({ grants: on("*.*", "SELECT", "INSERT") });
    expect(deviations).toEqual([]);
  });

  it("are compared for accounts of the secret that let somebody in", async () => {
    const nothing = { deviations: [], lines: [] };
    expect(await auditOf(undefined)).toEqual(nothing);
    expect(await auditOf({ grants: [] }, true)).toEqual(nothing);
    expect(await auditOf({ grants: [], attribute: {} })).toEqual(nothing);
  });

  it("are found missing and in excess, each once", async () => {
    const grants = [
      ...on("`my_shop`.*", "SELECT", "DROP"),
      ...on("`my\\_shop`.*", "DROP"),
      ...on("`other`.*", "INSERT"),
    ];
    expect((await auditOf({ grants })).deviations).toEqual([
      {
        problem:
          "the privileges are not those that the environment declares: " +
          "'shop'@'%' has DROP on `my\\_shop`.*, which is not declared; 'shop'@'%' lacks INSERT on `my\\_shop`.*. " +
          "Provision again, which gives and takes (docs/runbook.md, A privilege was granted by hand), or correct the environment file",
        count: 2,
      },
    ]);
  });

  it("elsewhere are logged, unless the account waits for its next password", async () => {
    const role: Grant = { kind: "role", role: { user: "reader", host: "" }, adminOption: false };
    const other: Grant = { kind: "dynamic", privilege: "BACKUP_ADMIN", grantOption: false };
    const grants = [...WANTED, ...on("`other`.*", "SELECT"), role, other, OWN_PASSWORD];
    const rights = "SELECT on `other`.*; the role 'reader'; BACKUP_ADMIN on *.*";
    expect(await auditOf({ grants })).toEqual({
      deviations: [],
      lines: [["rights-elsewhere", { account: "'shop'@'%'", rights }]],
    });
    expect((await auditOf({ grants, attribute: { ...markFor(secret), ...EXPIRED } })).lines).toEqual([]);
  });

  it("are left out where two accounts are compared with each other", () => {
    const elsewhere = on("`other`.*", "SELECT");
    const definition = { grants: [...WANTED, ...elsewhere] } as unknown as AccountDefinition;
    expect(withoutDeclared(definition, undefined)).toBe(definition);
    expect(withoutDeclared(definition, declared).grants).toEqual(elsewhere);
  });
});
