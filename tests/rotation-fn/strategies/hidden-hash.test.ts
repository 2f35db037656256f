import { adminRotated } from "../../../rotation-fn/strategies/admin-rotated";
import { playedWorld, type StubServer } from "../../support/stub-server";

/**
 * admin-rotated on a server that stores passwords in a form that the function does not know (a later version's): only a login can
 * tell then whether an earlier attempt got through. No server of today does so, hence the played one.
 */
async function changesWhen(pendingAnswer: ReturnType<StubServer["login"]>) {
  const world = playedWorld({
    login: ({ username, password }) => (password === "pending" ? pendingAnswer : { matched: username }),
    isPrimary: () => undefined,
  });
  await adminRotated.change(world.current, world.valueFor("app", "pending"), world.context);
  return world.changes;
}

describe("admin-rotated, where the server hides what it compares passwords with", () => {
  it("leaves the account alone when the pending password works: another RETAIN would end the current one", async () => {
    expect(await changesWhen({ matched: "app" })).toEqual([]);
  });

  it("sets the pending password and retains the current one when the server says that it is wrong", async () => {
    expect(await changesWhen({ error: "login_refused" })).toEqual([
      { kind: "change-password", account: { user: "app", host: "%" }, password: "pending", second: "replaced" },
    ]);
  });

  it("changes nothing when the server does not answer", async () => {
    await expect(changesWhen({ error: "network_unreachable" })).rejects.toMatchObject({ code: "network_unreachable" });
  });
});
