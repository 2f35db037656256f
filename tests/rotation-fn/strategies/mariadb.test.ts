import { adminRotated } from "../../../rotation-fn/strategies/admin-rotated";
import { singleUser } from "../../../rotation-fn/strategies/single-user";
import { playedWorld } from "../../support/played-server";

/** MariaDB keeps one password and has no REPLACE. What its real statements do was measured by hand on 10.11.19; here it is played. */
const onMariadb = () => playedWorld({ version: "10.11.19-MariaDB", login: ({ username }) => ({ matched: username }) });

describe("on MariaDB", () => {
  it("a single user's password is changed without retaining or comparing the old one", async () => {
    const world = onMariadb();
    await singleUser.change(world.current, world.valueFor("app", "pending"), world.context);
    expect(world.changes).toEqual([
      { kind: "change-password", account: { user: "app", host: "%" }, password: "pending", retain: false },
    ]);
  });

  it("admin-rotated is refused, because its accounts carry no mark", async () => {
    const world = onMariadb();
    const change = adminRotated.change(world.current, world.valueFor("app", "pending"), world.context);
    await expect(change).rejects.toMatchObject({ code: "unsupported_server" });
    expect(world.changes).toEqual([]);
  });
});
