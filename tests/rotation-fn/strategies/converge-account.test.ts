import type { AccountDefinition, ClauseName } from "../../../rotation-fn/ports/account";
import { readSettings } from "../../../rotation-fn/settings";
import { convergeAccount } from "../../../rotation-fn/strategies/converge-account";
import { HOME_KEY, MARK_KEY, type Mark } from "../../../rotation-fn/strategies/mark";

const target = { user: "app_clone", host: "%" };
const MARK: Mark = { [HOME_KEY]: "us-east-1/1", [MARK_KEY]: "shop" };
const policy = readSettings({}).passwordPolicy;
const account = (members: Partial<AccountDefinition> = {}): AccountDefinition => ({
  ...{ account: { user: "app", host: "%" }, plugin: "sha256_password", locked: false, clauses: new Map() },
  ...{ attribute: { ...MARK }, grants: [], defaultRoles: [] },
  ...members,
});
const changes = (source: AccountDefinition, existing: AccountDefinition | undefined = account({ account: target })) =>
  convergeAccount(source, target, existing, MARK, policy);
const clauses = (...pairs: [ClauseName, string][]) => ({ clauses: new Map(pairs) });
/** The patch that makes one attribute into another; undefined where nothing is sent. */
const patched = (actual: object, wanted: object, mark: Mark = MARK) => {
  const source = account({ attribute: wanted as AccountDefinition["attribute"] });
  const existing = account({ account: target, attribute: actual as AccountDefinition["attribute"] });
  const [change, ...more] = convergeAccount(source, target, existing, mark, policy);
  expect(more).toEqual([]);
  return change?.kind === "merge-attribute" ? change.patch : change;
};

describe("an account that becomes like another", () => {
  it("is left alone where nothing differs", () => {
    expect(changes(account())).toEqual([]);
  });

  it("is made with the mark, a password of the policy, and the other's plugin, clauses, rights and roles", () => {
    const role = { user: "readers", host: "%" };
    const source = account({
      ...clauses(["REQUIRE", "SSL"]),
      ...{ attribute: { comment: "the shop's", ...MARK }, defaultRoles: [role] },
      grants: [{ kind: "role", role, adminOption: false }],
    });
    const made = convergeAccount(source, target, undefined, MARK, policy);
    expect(made).toEqual([
      {
        ...{ kind: "create-account", account: target, plugin: "sha256_password", attribute: MARK },
        password: expect.stringMatching(/^.{20,}$/),
      },
      { kind: "set-clauses", account: target, clauses: new Map([["REQUIRE", "SSL"]]) },
      { kind: "merge-attribute", account: target, patch: { comment: "the shop's" } },
      { kind: "grant", account: target, grants: source.grants },
      { kind: "set-default-roles", account: target, roles: [role] },
    ]);
  });

  it("gets the default roles where they differ, in whatever order they are listed", () => {
    const role = (user: string) => ({ user, host: "%" });
    const sent = (wanted: string[], actual: string[]) =>
      changes(
        account({ defaultRoles: wanted.map(role) }),
        account({ account: target, defaultRoles: actual.map(role) }),
      );
    expect(sent(["a", "b"], ["b", "a"])).toEqual([]);
    for (const [wanted, actual] of [
      [["a"], ["a", "b"]],
      [["a", "b"], ["a"]],
      [
        ["a", "c"],
        ["a", "b"],
      ],
      [[], ["a"]],
    ] as const)
      expect(sent([...wanted], [...actual])).toEqual([
        { kind: "set-default-roles", account: target, roles: wanted.map(role) },
      ]);
  });
});

describe("the clauses of an account", () => {
  const sent = (wanted: [ClauseName, string][], actual: [ClauseName, string][]) =>
    changes(account(clauses(...wanted)), account({ account: target, ...clauses(...actual) })).map((change) =>
      change.kind === "set-clauses" ? Object.fromEntries(change.clauses) : change,
    );

  it("are sent where they differ, and an absent one is the server's default", () => {
    expect(sent([["REQUIRE", "NONE"]], [["MAX_USER_CONNECTIONS", "0"]])).toEqual([]);
    expect(
      sent(
        [
          ["REQUIRE", "SSL"],
          ["PASSWORD HISTORY", "5"],
        ],
        [["PASSWORD HISTORY", "5"]],
      ),
    ).toEqual([{ REQUIRE: "SSL" }]);
    expect(
      sent(
        [],
        [
          ["REQUIRE", "SSL"],
          ["MAX_USER_CONNECTIONS", "10"],
        ],
      ),
    ).toEqual([{ REQUIRE: "NONE", MAX_USER_CONNECTIONS: "0" }]);
  });

  it("go from an expiry of days to the default by way of NEVER only", () => {
    const toDefault = { "PASSWORD EXPIRE": "DEFAULT" };
    expect(sent([], [["PASSWORD EXPIRE", "INTERVAL 90 DAY"]])).toEqual([{ "PASSWORD EXPIRE": "NEVER" }, toDefault]);
    expect(sent([], [["PASSWORD EXPIRE", "NEVER"]])).toEqual([toDefault]);
    const days: [ClauseName, string][] = [["PASSWORD EXPIRE", "INTERVAL 30 DAY"]];
    expect(sent(days, [["PASSWORD EXPIRE", "INTERVAL 90 DAY"]])).toEqual([{ "PASSWORD EXPIRE": "INTERVAL 30 DAY" }]);
    expect(sent(days, [])).toEqual([{ "PASSWORD EXPIRE": "INTERVAL 30 DAY" }]);
    expect(sent([["REQUIRE", "SSL"]], [])).toEqual([{ REQUIRE: "SSL" }]);
  });
});

describe("the attribute of an account", () => {
  it("gets what other people keep in the other's, and loses what they do not", () => {
    expect(patched({ ...MARK, old: 1, same: [1] }, { ...MARK, new: { a: 1 }, same: [1] })).toEqual({
      ...{ new: { a: 1 }, old: null },
    });
  });

  it("is merged in depth, as the server does it", () => {
    const actual = { ...MARK, o: { a: 1, b: { c: 1, d: 2 }, gone: 1 } };
    expect(patched(actual, { o: { a: 1, b: { c: 3, d: 2 } } })).toEqual({ o: { b: { c: 3 }, gone: null } });
  });

  it.each([
    [{ k: [1] }, { k: { a: 1 } }],
    [{ k: { a: 1 } }, { k: [1] }],
    [{ k: null }, { k: { a: 1 } }],
    [{ k: { a: 1 } }, { k: null }],
    [{ k: "text" }, { k: { a: 1 } }],
    [{ k: { a: 1 } }, { k: "text" }],
  ])("from %j to %j is replaced as a whole", (actual, wanted) => {
    expect(patched({ ...MARK, ...actual }, wanted)).toEqual(wanted);
  });

  it("keeps its own notes, which are no one else's to copy", () => {
    const notes = { rotated_with_rights: "1", rotated_with_excess: "2" };
    expect(patched({ ...MARK, ...notes }, { rotated_with_rights: "3", rotated_with_excess: "4" })).toBeUndefined();
    expect(patched(MARK, notes)).toBeUndefined();
  });

  it("gets the secret's mark, and keeps its home where the mark has none", () => {
    expect(patched({ [MARK_KEY]: "orders" }, {})).toEqual(MARK);
    expect(patched(MARK, {}, { [MARK_KEY]: "shop" })).toBeUndefined();
  });
});
