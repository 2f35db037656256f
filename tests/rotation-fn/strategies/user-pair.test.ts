import { alternateUsername, baseUsername, userPair, usersLock } from "../../../rotation-fn/strategies/user-pair";

const secretNaming = (usernames?: string) => ({
  name: "prod/shop",
  tags: new Map(usernames === undefined ? [] : [["rotation:usernames", usernames]]),
});

describe("the lock of a secret's users", () => {
  it("is one for both users of a pair", () => {
    expect(usersLock("shop_clone", secretNaming())).toBe("rotation-fn/shop");
    expect(usersLock("shop", secretNaming())).toBe("rotation-fn/shop");
    for (const user of ["green", "blue"])
      expect(usersLock(user, secretNaming(" green \n blue "))).toBe("rotation-fn/green");
  });

  it("is the user's own where the secret's tag names other users", () => {
    for (const user of ["shop", "shop_clone"])
      expect(usersLock(user, secretNaming("green blue"))).toBe("rotation-fn/shop");
  });

  it("has a name that MySQL takes, however long the user's is", () => {
    expect(usersLock("u".repeat(80), secretNaming())).toBe(`rotation-fn/${"u".repeat(52)}`);
  });
});

describe("the pair of users", () => {
  it("is the user and its clone where no tag names another", () => {
    const pair = userPair(secretNaming());
    expect(["app", "app_clone"].map((user) => pair.alternate(user))).toEqual(["app_clone", "app"]);
    expect(["app", "app_clone"].map((user) => pair.base(user))).toEqual(["app", "app"]);
  });

  it("is told by the end of the name only, and by one end", () => {
    expect(baseUsername("app_clone_")).toBe("app_clone_");
    expect(baseUsername("_clone_app")).toBe("_clone_app");
    expect(baseUsername("app_clone_clone")).toBe("app_clone");
    expect(alternateUsername("_clone_app")).toBe("_clone_app_clone");
  });

  it.each(["green blue", "  green\t\n blue  "])("is the two that the tag names: '%s'", (tag) => {
    const pair = userPair(secretNaming(tag));
    expect(["green", "blue"].map((user) => pair.alternate(user))).toEqual(["blue", "green"]);
    expect(["green", "blue", "shop"].map((user) => pair.base(user))).toEqual(["green", "green", "green"]);
  });

  it("has no other one of a user that the tag does not name", () => {
    expect(() => userPair(secretNaming("green blue")).alternate("Green")).toThrow(
      expect.objectContaining({
        code: "user_mismatch",
        parts: {
          problem: "the secret prod/shop holds a user that its tag rotation:usernames does not name",
          found: "'Green'",
          allowed: "'green' or 'blue'",
          remedy: "correct the tag or the value; nothing was changed",
        },
      }),
    );
  });

  it.each(["", " ", "green", "green green", "green blue red"])("is none where the tag is '%s'", (tag) => {
    expect(() => userPair(secretNaming(tag))).toThrow(
      expect.objectContaining({
        code: "bad_setting",
        parts: {
          problem: "the tag rotation:usernames of the secret prod/shop does not name a pair of users",
          found: `"${tag}"`,
          allowed: "two different user names with a blank between",
          remedy: "correct the tag, or remove it for the pair of the user and its _clone; nothing was changed",
        },
      }),
    );
  });

  it("is none in a long tag, of which the beginning is shown", () => {
    expect(() => userPair(secretNaming("u ".repeat(90)))).toThrow(`found: "${"u ".repeat(50)}";`);
  });
});
