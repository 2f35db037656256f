import { rotationChecks } from "../../../ops/verify/checks";
import type { SecretAudit } from "../../../rotation-fn/actions/audit-findings";
import type { InspectResult } from "../../../rotation-fn/actions/inspect";

const audit = { rotationOverdue: false, grantDrift: 0, unlabelledPasswords: 0 } as SecretAudit;
const pair: InspectResult = {
  secretId: "arn",
  secret: "dev/shop",
  rotationEnabled: true,
  strategy: "alternating-users",
  current: { versionId: "v2", user: "app_clone", login: "accepted" },
  previous: { versionId: "v1", user: "app", login: "accepted" },
};
const one: InspectResult = {
  ...pair,
  strategy: "admin-rotated",
  current: { versionId: "v2", user: "app", login: "accepted" },
  previous: { versionId: "v1", user: "app", login: "refused" },
  admin: { secretId: "admin", login: "accepted", accounts: [] },
};

/** The checks that do not hold, with their results. */
const failing = (
  found: InspectResult,
  { tags = {}, audited = {} }: { tags?: object; audited?: Partial<SecretAudit> } = {},
) =>
  rotationChecks({ username: "app" }, { tags: new Map(Object.entries(tags)) }, found, { ...audit, ...audited })
    .filter(({ result }) => result !== "holds" && result !== "not-applicable")
    .map(({ what, result }) => `${result}: ${what}`);

describe("the checks after a rotation", () => {
  it("hold of a pair and of one user that are in order", () => {
    expect([failing(pair), failing(one)]).toEqual([[], []]);
  });

  it("take the users that the secret's tag names for the expected ones, and no others", () => {
    const tags = { "rotation:usernames": "app_blue app_green" };
    const green: InspectResult = { ...pair, current: { versionId: "v2", user: "app_green", login: "accepted" } };
    const wrong = "fails: AWSCURRENT names the expected user";
    expect(failing(green, { tags })).toEqual([]);
    expect(failing(green)).toEqual([wrong]);
    expect(failing(pair, { tags })).toEqual([wrong]);
    // The tag is for a pair: a single user is the environment file's.
    expect(failing(one, { tags })).toEqual([]);
  });

  it("fail for a login that is refused, and are unknown for one that got no answer", () => {
    const current = (login: "refused" | "unknown") =>
      failing({ ...pair, current: { versionId: "v2", user: "app", login } });
    expect(current("refused")).toEqual(["fails: a login with AWSCURRENT works, over verified TLS"]);
    expect(current("unknown")).toEqual(["unknown: a login with AWSCURRENT works, over verified TLS"]);
  });

  it("demand that AWSPREVIOUS logs in of a pair, and not of one user", () => {
    const previous = { versionId: "v1", user: "app", login: "refused" } as const;
    expect(failing({ ...pair, previous })).toEqual([
      "fails: AWSPREVIOUS still logs in, so that clients that hold it work",
    ]);
  });

  it("find the usable alternate that one user must not have", () => {
    const alternate = (locked: boolean): InspectResult => ({
      ...one,
      admin: {
        secretId: "admin",
        login: "accepted",
        accounts: [{ account: "'app_clone'@'%'", isAlternate: true, locked }],
      },
    });
    expect(failing(alternate(false))).toEqual(["fails: no usable alternate user exists"]);
    expect(failing(alternate(true))).toEqual([]);
  });

  it("are no better than the audit: what it could not find out is unknown", () => {
    expect(failing(pair, { audited: { grantDrift: 2, unlabelledPasswords: 1, rotationOverdue: true } })).toEqual([
      "fails: the rotation is in time",
      "fails: both users have the same rights",
      "fails: no other password opens the accounts",
    ]);
    expect(
      rotationChecks({ username: "app" }, { tags: new Map() }, pair, {} as SecretAudit).map(({ result }) => result),
    ).toEqual(["holds", "holds", "holds", "unknown", "unknown", "holds", "unknown"]);
  });
});
