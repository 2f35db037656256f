import type { Account, AccountCredential } from "../../../rotation-fn/ports/account";
import { MARK_KEY } from "../../../rotation-fn/strategies/mark";
import { ownershipCheck } from "../../../rotation-fn/strategies/ownership";
import { credentialOf, definitionOf, refusal, stubContext, stubSession, valueWith } from "../../support/strategy-stubs";

const CLONE = { user: "app_clone", host: "%" };
const pending = valueWith({ username: "app_clone", password: "new" });
const previous = { username: "app_clone", password: "before" };

interface Situation {
  readonly credential?: AccountCredential | undefined;
  /** What AWSPREVIOUS holds beside the members that all values have; none where it is left out. */
  readonly previous?: object | undefined;
  /** The account that the login with AWSPREVIOUS matches; it is refused where that is left out. */
  readonly matches?: Account | undefined;
  readonly attribute?: Record<string, unknown>;
}

/** Asks whether the clone's account, which exists, may be taken for the secret's. */
async function checked({ credential, previous: value, matches, attribute = {} }: Situation) {
  const login = stubSession(matches === undefined ? {} : { account: matches });
  const { context, seen } = stubContext({
    labels: value === undefined ? {} : { "v-0": ["AWSPREVIOUS"] },
    values: { AWSPREVIOUS: value === undefined ? [] : [valueWith(value).text] },
    login: () => (matches === undefined ? refusal("login_refused") : login.session),
  });
  const { session } = stubSession({
    readCredential: async (asked) => {
      expect(asked).toEqual(CLONE);
      return credential;
    },
  });
  const check = ownershipCheck(session, pending, context);
  const outcome = await check(definitionOf(CLONE, { attribute })).catch((error: { code: string }) => error.code);
  return { outcome, ...seen, closed: login.seen.closed };
}
const adopted = (evidence: string) => ["account-adopted", { account: "'app_clone'@'%'", secret: "shop", evidence }];

describe("an account that exists", () => {
  it("is the secret's by its mark, and nothing is read", async () => {
    expect(await checked({ attribute: { [MARK_KEY]: "shop" }, previous })).toMatchObject({
      ...{ outcome: undefined, reads: [], logged: [] },
    });
  });

  it("is not the secret's where it carries another secret's mark, whatever its password is", async () => {
    const attribute = { [MARK_KEY]: "orders" };
    const { outcome, reads } = await checked({ attribute, previous, credential: credentialOf(CLONE, "before") });
    expect([outcome, reads]).toEqual(["account_not_ours", []]);
  });

  it("is adopted where it has the password in AWSPREVIOUS, without a login", async () => {
    expect(await checked({ previous, credential: credentialOf(CLONE, "before") })).toMatchObject({
      ...{ outcome: undefined, logins: [], logged: [adopted("it has the password in AWSPREVIOUS")] },
    });
  });

  it.each([
    ["is not readable", undefined],
    ["is hidden", credentialOf(CLONE, undefined)],
  ])("is adopted where its credential %s, and AWSPREVIOUS logs in with it", async (_, credential) => {
    const { outcome, logins, logged, closed } = await checked({ previous, credential, matches: CLONE });
    expect([outcome, logged]).toEqual([undefined, [adopted("AWSPREVIOUS logs in with it")]]);
    expect([logins, closed]).toMatchObject([[{ username: "app_clone", password: "before" }], 1]);
  });

  it.each([
    ["matches another account", { user: "app_clone", host: "10.%" }],
    ["is refused", undefined],
  ])("is refused where its credential is hidden and the login with AWSPREVIOUS %s", async (_, matches) => {
    const { outcome, logins } = await checked({ previous, credential: credentialOf(CLONE, undefined), matches });
    expect([outcome, logins.length]).toEqual(["account_not_ours", 1]);
  });

  it.each([
    ["another user", { username: "app" }],
    ["another host", { host: "other.test" }],
    ["another port", { port: 3307 }],
    ["another user and host", { username: "app", host: "other.test" }],
  ])("is refused where AWSPREVIOUS speaks of %s: its password is no evidence", async (_, members) => {
    for (const primary of ["before", undefined]) {
      const credential = credentialOf(CLONE, primary);
      const { outcome, logins } = await checked({ previous: { ...previous, ...members }, credential, matches: CLONE });
      expect([outcome, logins]).toEqual(["account_not_ours", []]);
    }
  });

  it("is refused where it has another password than AWSPREVIOUS, which no login tries", async () => {
    const { outcome, logins } = await checked({ previous, credential: credentialOf(CLONE, "x"), matches: CLONE });
    expect([outcome, logins]).toEqual(["account_not_ours", []]);
  });

  it.each([undefined, previous])(
    "is adopted where it has the password in AWSPENDING, with AWSPREVIOUS %j",
    async (value) => {
      const credential = credentialOf(CLONE, "new");
      const { outcome, logged, logins } = await checked({ credential, previous: value });
      expect([outcome, logged]).toEqual([undefined, [adopted("it has the password in AWSPENDING")]]);
      expect(logins).toEqual([]);
    },
  );

  it.each([
    ["is gone", undefined],
    ["is hidden", credentialOf(CLONE, undefined)],
  ])("is refused where its credential %s and there is no AWSPREVIOUS", async (_, credential) => {
    const { outcome, logins } = await checked({ credential });
    expect([outcome, logins]).toEqual(["account_not_ours", []]);
  });

  it("costs one read of AWSPREVIOUS, however many accounts are checked", async () => {
    const values = { AWSPREVIOUS: [valueWith(previous).text] };
    const { context, seen } = stubContext({ labels: { "v-0": ["AWSPREVIOUS"] }, values });
    const { session } = stubSession({ readCredential: async (account) => credentialOf(account, "before") });
    const check = ownershipCheck(session, pending, context);
    for (const host of ["%", "10.%"]) await check(definitionOf({ ...CLONE, host }));
    expect(seen.reads).toEqual(["AWSPREVIOUS"]);
    expect(seen.logged).toHaveLength(2);
  });
});
