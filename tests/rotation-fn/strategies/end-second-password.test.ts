import { RotationError } from "../../../rotation-fn/errors";
import type { AccountChange, AccountCredential } from "../../../rotation-fn/ports/account";
import { endOwnSecondPassword, endSecondPassword } from "../../../rotation-fn/strategies/end-second-password";
import { credentialOf, refusal, type SessionStub, stubContext, stubSession } from "../../support/strategy-stubs";

const account = { user: "app", host: "%" };
const MARIADB = { flavour: "mariadb", dualPasswords: false } as const;
const keep: AccountChange = { kind: "change-password", account, password: "old", second: "kept" };
const end: AccountChange = { kind: "end-second-password", account, password: "old" };
const VIA = "IDENTIFIED VIA mysql_native_password USING PASSWORD('<password in AWSCURRENT>')";
const refusing = (kind: AccountChange["kind"], error: Error) => (change: AccountChange) =>
  change.kind === kind ? error : undefined;

/** An account with a credential, of which the server answers as the stub says. */
function sessionWith(credential: AccountCredential | undefined, stub: SessionStub = {}) {
  const readCredential = async (asked: object) => {
    expect(asked).toEqual(account);
    return credential;
  };
  return stubSession({ readCredential, ...stub });
}

/** Ends the second password by the admin's session, where AWSCURRENT is `old`. */
async function ended(credential: AccountCredential | undefined, stub: SessionStub = {}) {
  const { session, seen } = sessionWith(credential, stub);
  const { context, seen: told } = stubContext();
  const outcome = await endSecondPassword(session, account, "old", context.log).catch((error: unknown) => error);
  return { outcome, applied: seen.applied, logged: told.logged };
}

/** The same by the account's own session. */
async function endedOwn(credential: AccountCredential | undefined, stub: SessionStub = {}) {
  const { session, seen } = sessionWith(credential, stub);
  const outcome = await endOwnSecondPassword(session, "old").catch((error: unknown) => error);
  return { outcome, applied: seen.applied };
}

describe("the second password, ended by the admin", () => {
  it.each([
    ["the first one", "old", {}, [end]],
    ["the second one", "other", {}, [keep, end]],
    ["the first one on MariaDB", "old", MARIADB, [end]],
    ["the second one on MariaDB, which names what stays", "other", MARIADB, [end]],
  ])("leaves AWSCURRENT alone, which is %s", async (_, primary, server, applied) => {
    expect(await ended(credentialOf(account, primary), { server })).toEqual({
      outcome: "ended",
      applied,
      logged: [["second-password-ended", { account: "'app'@'%'" }]],
    });
  });

  const why = "the server does not show which of the two passwords is AWSCURRENT";
  it.each([
    ["the server hides which is which", credentialOf(account, undefined), {}, "DISCARD OLD PASSWORD"],
    ["MariaDB hides which is which", credentialOf(account, undefined), MARIADB, VIA],
    ["the account is gone", undefined, {}, "DISCARD OLD PASSWORD"],
  ])("is kept where %s, with the statement for an administrator", async (_, credential, server, statement) => {
    const remedy = `once the rotation is complete, as the admin: ALTER USER 'app'@'%' ${statement}`;
    expect(await ended(credential, { server })).toEqual({
      outcome: "kept",
      applied: [],
      logged: [["second-password-kept", { account: "'app'@'%'", why, remedy }]],
    });
  });

  it.each(["password_reused", "password_rejected"] as const)(
    "is kept where the server does not take AWSCURRENT as a new password: %s",
    async (code) => {
      const { outcome, applied, logged } = await ended(credentialOf(account, "other"), {
        refuses: refusing("change-password", refusal(code)),
      });
      expect([outcome, applied]).toEqual(["kept", [keep]]);
      expect(logged).toMatchObject([
        ["second-password-kept", { why: `the server does not take AWSCURRENT as the first password (${code})` }],
      ]);
    },
  );

  it.each([refusal("missing_privilege"), new Error("a defect")])(
    "stops the work where the server fails for another reason: %s",
    async (error) => {
      const { outcome, logged } = await ended(credentialOf(account, "old"), { refuses: () => error });
      expect(outcome).toBe(error);
      expect(logged).toEqual([]);
    },
  );
});

describe("the second password, ended by the account itself", () => {
  it("makes AWSCURRENT the first password before, whichever it was", async () => {
    expect(await endedOwn(undefined)).toEqual({
      outcome: ["the second password of 'app'@'%'"],
      applied: [keep, end],
    });
  });

  it.each([
    ["has none", credentialOf(account, undefined, { hasSecond: false })],
    ["has one that the server does not tell of", credentialOf(account, undefined)],
    ["is gone", undefined],
  ])("is nothing to end on MariaDB where the account %s", async (_, credential) => {
    expect(await endedOwn(credential, { server: MARIADB })).toEqual({ outcome: [], applied: [] });
  });

  it("is not the account's to end on MariaDB, with the statement for an administrator", async () => {
    const credential = credentialOf(account, undefined, { hasSecond: true });
    const { outcome, applied } = await endedOwn(credential, { server: MARIADB });
    expect(outcome).toMatchObject({
      code: "missing_privilege",
      parts: {
        problem: "'app'@'%' has a second password and may not end it",
        found: "a user that changes itself, and a secret that names no admin",
        remedy: `as the admin: ALTER USER 'app'@'%' ${VIA}`,
      },
    });
    expect(applied).toEqual([]);
  });

  it("says what the server refuses, and what the administrator does", async () => {
    const endpoint = { username: "app", host: "db.test", port: 3306 };
    const cause = new Error("1227");
    const refused = refusal("missing_privilege", {
      effect: "unknown",
      cause,
      endpoint,
      needsHuman: true,
      found: "1227",
    });
    const { outcome, applied } = await endedOwn(undefined, { refuses: refusing("end-second-password", refused) });
    expect(outcome).toBeInstanceOf(RotationError);
    expect(outcome).toMatchObject({
      ...{ code: "missing_privilege", effect: "unknown", cause, endpoint, needsHuman: true },
      parts: {
        problem: "the server refuses",
        found: "1227",
        remedy:
          "where AWSCURRENT is the account's first password, as the admin: ALTER USER 'app'@'%' DISCARD OLD PASSWORD",
      },
    });
    expect(applied).toEqual([keep, end]);
  });

  it("throws what is no refusal as it is", async () => {
    const defect = new Error("a defect");
    expect((await endedOwn(undefined, { refuses: () => defect })).outcome).toBe(defect);
  });
});
