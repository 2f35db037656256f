import type { AccountDefinition } from "../../../rotation-fn/ports/account";
import { RIGHTS_KEY } from "../../../rotation-fn/strategies/mark";
import { proveRights } from "../../../rotation-fn/strategies/prove-rights";
import { fingerprintOf } from "../../../rotation-fn/strategies/rights";
import { definitionOf, privilegeOn, stubContext, stubSession, valueWith } from "../../support/strategy-stubs";

const APP = { user: "app", host: "%" };
const CLONE = { user: "app_clone", host: "%" };
const current = valueWith();
const pending = valueWith({ username: "app_clone", password: "new" });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => privilegeOn(`P${index + 1}`));

/** The session of an account that reads its own definition, which the server may not have any more. */
function sessionOf(account: typeof APP, definition: AccountDefinition | undefined) {
  const readAccount = async (asked: object) => {
    expect(asked).toEqual(account);
    return definition;
  };
  return stubSession({ account, readAccount });
}

/** Proves the pending user's rights beside those of the current one. */
async function proved(has: AccountDefinition | undefined, wanted: AccountDefinition | undefined, of = pending) {
  const app = sessionOf(APP, wanted);
  const { context, seen } = stubContext({ values: { AWSCURRENT: [current.text] }, login: () => app.session });
  const outcome = await proveRights(sessionOf(CLONE, has).session, of, context).catch((error: unknown) => error);
  return { outcome, ...seen, closed: app.seen.closed };
}

describe("the rights of the pending user", () => {
  it("are proved by the fingerprint alone, without a read and a login", async () => {
    const grants = numbered(2);
    const attribute = { [RIGHTS_KEY]: fingerprintOf({ grants, defaultRoles: [] }) };
    const { outcome, reads, logins } = await proved(definitionOf(CLONE, { grants, attribute }), definitionOf(APP));
    expect([outcome, reads, logins]).toEqual([undefined, [], []]);
  });

  it.each([
    [1, "without P1 on `shop`.*"],
    [8, `without ${numbers(8)}`],
    [9, `without ${numbers(8)} and 1 more`],
    [11, `without ${numbers(8)} and 3 more`],
  ])("fail the step where %i of the current user's are missing", async (count, found) => {
    const { outcome, logins, closed } = await proved(
      definitionOf(CLONE, { grants: [privilegeOn("KEPT")] }),
      definitionOf(APP, { grants: [privilegeOn("KEPT"), ...numbered(count)] }),
    );
    expect(outcome).toMatchObject({
      code: "account_incomplete",
      effect: "none",
      parts: {
        problem: "'app_clone'@'%' may do less than 'app'@'%'",
        found,
        allowed: "at least the rights of the current user",
        remedy: "repeat the rotation: setSecret gives them again; if it stays so, find out who takes them away",
      },
    });
    expect([logins, closed]).toMatchObject([[{ username: "app", password: "old" }], 1]);
  });

  it("may be more than the current user's, which is logged", async () => {
    const { outcome, logged } = await proved(
      definitionOf(CLONE, { grants: numbered(2) }),
      definitionOf(APP, { grants: numbered(1) }),
    );
    expect([outcome, logged]).toEqual([
      undefined,
      [
        [
          "rights-differ",
          {
            account: "'app_clone'@'%'",
            like: "'app'@'%'",
            why: "they changed since setSecret, and nothing is missing",
          },
        ],
      ],
    ]);
  });

  it("are those of the current user where both versions hold one user: no login compares them", async () => {
    const { outcome, reads, logins, logged } = await proved(definitionOf(CLONE), definitionOf(APP), current);
    expect([outcome, reads, logins, logged]).toEqual([undefined, ["AWSCURRENT"], [], []]);
  });

  it("cannot be compared with those in an AWSCURRENT that is no value, which the error names", async () => {
    const { context } = stubContext({ values: { AWSCURRENT: ["{}"] } });
    const { session } = sessionOf(CLONE, definitionOf(CLONE));
    await expect(proveRights(session, pending, context)).rejects.toMatchObject({
      code: "bad_secret_value",
      message: expect.stringContaining("shop (AWSCURRENT)"),
    });
  });

  it.each([
    ["'app_clone'@'%'", undefined, definitionOf(APP)],
    ["'app'@'%'", definitionOf(CLONE), undefined],
  ])("are unknown where the account %s is gone", async (name, has, wanted) => {
    expect((await proved(has, wanted)).outcome).toMatchObject({
      code: "account_not_found",
      parts: {
        problem: `the account ${name} was there a moment ago and is gone`,
        remedy: "find out who drops accounts; the step can be repeated safely",
      },
    });
  });
});

function numbers(count: number): string {
  return Array.from({ length: count }, (_, index) => `P${index + 1} on \`shop\`.*`).join(", ");
}
