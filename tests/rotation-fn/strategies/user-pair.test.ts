import { usersLock } from "../../../rotation-fn/strategies/user-pair";

const secretNaming = (usernames?: string) => ({
  tags: new Map(usernames === undefined ? [] : [["rotation:usernames", usernames]]),
});

describe("the lock of a secret's users", () => {
  it("is one for both users of a pair", () => {
    expect(usersLock("shop_clone", secretNaming())).toBe(usersLock("shop", secretNaming()));
    expect(usersLock("blue", secretNaming("green blue"))).toBe(usersLock("green", secretNaming("green blue")));
  });

  it("is the user's own where the secret's tag names other users", () => {
    expect(usersLock("shop", secretNaming("green blue"))).toBe(usersLock("shop", secretNaming()));
    expect(usersLock("shop", secretNaming("green blue"))).not.toBe(usersLock("green", secretNaming("green blue")));
  });

  it("has a name that MySQL takes, however long the user's is", () => {
    expect(usersLock("u".repeat(80), secretNaming())).toHaveLength(64);
  });
});
