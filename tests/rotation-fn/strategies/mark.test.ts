import {
  EXCESS_KEY,
  HOME_KEY,
  hasWholeMark,
  isExpired,
  isOurs,
  MARK_KEY,
  markFor,
  markOf,
  markOn,
  markStatement,
  mayBeAnothers,
  OWN_KEYS,
  RIGHTS_KEY,
  refuseForeign,
  requireOurs,
} from "../../../rotation-fn/strategies/mark";

const HOME = "us-east-1/123456789012";
const ELSEWHERE = "eu-west-1/123456789012";
const secret = { name: "shop", arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf" };
const homeless = { name: "shop", arn: "shop" };
const account = { user: "app", host: "%" };
const marked = (attribute: object) => ({ account, attribute: attribute as Record<string, unknown> });
const whole = marked({ [HOME_KEY]: HOME, [MARK_KEY]: "shop" });
const old = marked({ [MARK_KEY]: "shop" });
const namesake = marked({ [HOME_KEY]: ELSEWHERE, [MARK_KEY]: "shop" });
const others = marked({ [MARK_KEY]: "orders" });
const unmarked = marked({});

describe("the mark of a secret", () => {
  it("is its name with the region and the AWS account, the region first", () => {
    expect(Object.entries(markFor(secret))).toEqual([
      ["rotated_in", HOME],
      ["rotated_for_secret", "shop"],
    ]);
    expect(markFor({ ...secret, arn: "arn:aws-cn:secretsmanager:cn-north-1:1:secret:s" })).toEqual({
      rotated_in: "cn-north-1/1",
      rotated_for_secret: "shop",
    });
  });

  it.each([
    "shop",
    "",
    "arn:aws:secretsmanager:us-east-1:123456789012",
    "arn:aws:secretsmanager::123456789012:secret:shop",
    "arn:aws:secretsmanager:us-east-1::secret:shop",
    "arn:aws:rds:us-east-1:123456789012:db:shop",
    `see ${secret.arn}`,
  ])("is the name alone where the ARN tells no region: '%s'", (arn) => {
    expect(markFor({ name: "shop", arn })).toStrictEqual({ rotated_for_secret: "shop" });
  });

  it("is a text, or there is none", () => {
    expect(markOf(old)).toBe("shop");
    for (const none of [unmarked, marked({ [MARK_KEY]: 7 }), marked({ [MARK_KEY]: null })])
      expect(markOf(none)).toBeUndefined();
  });

  it("is ours with our name and our home, or with our name alone", () => {
    expect([whole, old, namesake, others, unmarked].map((one) => isOurs(one, secret))).toEqual([
      ...[true, true],
      ...[false, false, false],
    ]);
    expect(isOurs(marked({ [HOME_KEY]: HOME, [MARK_KEY]: "orders" }), secret)).toBe(false);
  });

  it("is whole with the home only, and with none where the ARN tells none", () => {
    expect([whole, old, namesake, others].map((one) => hasWholeMark(one, secret))).toEqual([true, false, false, false]);
    expect(hasWholeMark(old, homeless)).toBe(true);
    expect(hasWholeMark(marked({ [HOME_KEY]: HOME, [MARK_KEY]: "orders" }), secret)).toBe(false);
  });

  it("counts for a comparison as it is where it is an earlier release's, and otherwise as it would be written", () => {
    expect(markOn(old, secret)).toEqual({ [MARK_KEY]: "shop" });
    for (const one of [whole, namesake, others, unmarked]) expect(markOn(one, secret)).toEqual(markFor(secret));
  });

  it("stands in keys that are never copied from one account to another", () => {
    expect(OWN_KEYS).toEqual(["rotated_in", "rotated_for_secret", "rotated_with_rights", "rotated_with_excess"]);
    expect(EXCESS_KEY).toBe("rotated_with_excess");
    expect([{}, { [RIGHTS_KEY]: "expired" }, { [RIGHTS_KEY]: "0a1b" }].map((one) => isExpired(marked(one)))).toEqual([
      ...[false, true, false],
    ]);
  });
});

describe("an account without our mark", () => {
  it("is refused, with the statement that would give it to the secret", () => {
    expect(() => requireOurs(whole, secret)).not.toThrow();
    expect(partsOf(() => requireOurs(unmarked, secret))).toEqual({
      code: "account_not_ours",
      problem: "the account 'app'@'%' exists and was not made for the secret shop",
      found: "an account without a mark of this function",
      allowed: "an account that this function made for this secret",
      remedy: `use another user name, or, if the account is really meant: ${markStatement(unmarked, secret)}; its password will then be changed`,
    });
  });

  it("is refused by the other secret's name, with what to do for a database that began as a snapshot", () => {
    expect(partsOf(() => requireOurs(others, secret))).toMatchObject({
      found: "an account of the secret orders",
      remedy: expect.stringMatching(
        /; its password will then be changed\. In a database that began as a snapshot: snapshotSecret: "orders" in the environment file$/,
      ),
    });
  });

  it("is refused by the regions where the other secret has the same name", () => {
    expect(partsOf(() => requireOurs(namesake, secret))).toMatchObject({
      problem: `the account 'app'@'%' exists and was not made for the secret shop in ${HOME}`,
      found: `an account of the secret shop in ${ELSEWHERE}`,
    });
  });

  it("is taken where it is the former secret's, wherever that was", () => {
    expect(() => requireOurs(others, secret, "orders")).not.toThrow();
    expect(() => requireOurs(namesake, secret, "shop")).not.toThrow();
    expect(() => requireOurs(others, secret, "shop")).toThrow("an account of the secret orders");
    expect(() => requireOurs(unmarked, secret, "orders")).toThrow("without a mark");
    expect(() => requireOurs(unmarked, secret)).toThrow("without a mark");
  });

  it("is no other secret's", () => {
    for (const one of [whole, old, unmarked]) expect(() => refuseForeign(one, secret)).not.toThrow();
    for (const one of [namesake, others]) expect(() => refuseForeign(one, secret)).toThrow("was not made for");
  });

  it("may be another secret's where only the second password is known", () => {
    const error = mayBeAnothers(unmarked, secret);
    expect({ code: error.code, ...error.parts }).toEqual({
      code: "account_not_ours",
      problem: "the account 'app'@'%' may belong to another secret than shop",
      found:
        "no mark, and a first password that no labelled version of this secret holds; AWSCURRENT is its second one",
      allowed: "an account with the mark of this secret, or whose first password is AWSCURRENT's",
      remedy: `let one secret only hold this user; if no other does (a rotation was cancelled after setSecret), mark the account and repeat the step: ${markStatement(unmarked, secret)}; nothing was changed`,
    });
  });
});

describe("the statement that marks an account", () => {
  it("is an ATTRIBUTE on MySQL", () => {
    expect(markStatement({ account }, secret)).toBe(
      `ALTER USER 'app'@'%' ATTRIBUTE '{"rotated_in":"${HOME}","rotated_for_secret":"shop"}'`,
    );
  });

  it("is a grant for each key on MariaDB", () => {
    expect(markStatement({ account, server: "mariadb" }, secret)).toBe(
      [
        `GRANT REFERENCES ON \`rotated in: ${HOME}\`.* TO 'app'@'%'`,
        "GRANT REFERENCES ON `rotated for secret: shop`.* TO 'app'@'%'",
      ].join("; "),
    );
  });

  it("takes another mark's grants away first on MariaDB, and those only that are different", () => {
    const attribute = { [HOME_KEY]: HOME, [MARK_KEY]: "orders", comment: "kept" };
    expect(markStatement({ account, server: "mariadb", attribute }, secret)).toBe(
      [
        "REVOKE REFERENCES ON `rotated for secret: orders`.* FROM 'app'@'%'",
        `GRANT REFERENCES ON \`rotated in: ${HOME}\`.* TO 'app'@'%'`,
        "GRANT REFERENCES ON `rotated for secret: shop`.* TO 'app'@'%'",
      ].join("; "),
    );
    const elsewhere = { [HOME_KEY]: ELSEWHERE, [MARK_KEY]: "shop" };
    expect(markStatement({ account, server: "mariadb", attribute: elsewhere }, secret)).toContain(
      `REVOKE REFERENCES ON \`rotated in: ${ELSEWHERE}\`.* FROM 'app'@'%'; GRANT`,
    );
  });
});

function partsOf(refuse: () => void): object {
  try {
    refuse();
  } catch (error) {
    const { code, parts } = error as ReturnType<typeof mayBeAnothers>;
    return { code, ...parts };
  }
  throw new Error("nothing was refused");
}
