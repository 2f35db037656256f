import { adminRotated } from "../../../rotation-fn/strategies/admin-rotated";
import { alternatingUsers } from "../../../rotation-fn/strategies/alternating-users";
import { singleUser } from "../../../rotation-fn/strategies/single-user";
import { playedWorld } from "../../support/stub-server";

/** An anonymous row on the real server would shadow every account of every test, so the answer is played. */
describe.each([
  [alternatingUsers, "app_clone"],
  [singleUser, "app"],
  [adminRotated, "app"],
])("a login that the server matched to another account than the user's", (strategy, pendingUser) => {
  it.each(["", "somebody"])(`is refused by ${strategy.name}, and nothing is changed: '%s'`, async (matched) => {
    const world = playedWorld({ login: ({ username }) => ({ matched: username === "admin" ? "admin" : matched }) });
    const pending = world.valueFor(pendingUser, "pending");
    await expect(strategy.change(world.current, pending, world.context)).rejects.toMatchObject({
      code: "account_incomplete",
      effect: "none",
      message: expect.stringContaining(`found: '${matched}'@'%'; allowed: an account of the user 'app'`),
    });
    expect(world.changes).toEqual([]);
  });

  it(`is refused by ${strategy.name} where only the pending password is accepted, too`, async () => {
    const world = playedWorld({
      login: ({ password }) => (password === "current" ? { error: "login_refused" } : { matched: "" }),
    });
    const pending = world.valueFor(pendingUser, "pending");
    const code = strategy === alternatingUsers ? "login_refused" : "account_incomplete";
    await expect(strategy.change(world.current, pending, world.context)).rejects.toMatchObject({ code });
    expect(world.changes).toEqual([]);
  });
});
