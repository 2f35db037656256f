import type { ErrorCode } from "../../../rotation-fn/errors";
import { alternatingUsers } from "../../../rotation-fn/strategies/alternating-users";
import { refusal, stubContext, stubSession, valueWith } from "../../support/strategy-stubs";

const current = valueWith();
const pending = valueWith({ username: "app_clone", password: "new" });
const change = (context: ReturnType<typeof stubContext>["context"], of = pending) =>
  alternatingUsers.change(current, of, context).catch((error: unknown) => error);

describe("the name of the pending user", () => {
  const settings = (limit: number) => ({ USERNAME_CHARACTER_LIMIT: String(limit) });
  const nameOf = (username: string, limit: number, tag?: string) =>
    alternatingUsers.pendingUsername(
      valueWith({ username }),
      stubContext({ settings: settings(limit), ...(tag === undefined ? {} : { tags: { "rotation:usernames": tag } }) })
        .context,
    );

  it.each([
    ["has as many characters as are allowed", "app", 9, "app_clone"],
    ["loses its suffix, however short names have to be now", "warehouse_clone", 7, "warehouse"],
  ])("%s", (_, username, limit, expected) => expect(nameOf(username, limit)).toBe(expected));

  it("is refused with one character too many, and says how long the app user's may be", () => {
    expect(() => nameOf("shop", 9)).toThrow(
      expect.objectContaining({
        code: "username_too_long",
        parts: {
          problem: "the alternate user of 'shop' would have too long a name",
          found: "10 characters ('shop_clone')",
          allowed: "9 characters, so 3 for the app user",
          remedy: "use a shorter user name in the secret, or name both users in its tag rotation:usernames",
        },
      }),
    );
  });

  it("is refused where it is too long and as long as the current one", () => {
    expect(() => nameOf("app-green", 8, "app-green app-black")).toThrow("allowed: 8 characters, so 8 for the app user");
  });

  it("is limited by the engine where no setting limits it", () => {
    const { context } = stubContext();
    const named = (username: string, engine: string) =>
      alternatingUsers.pendingUsername(valueWith({ username, engine }), context);
    expect(named("u".repeat(26), "mysql")).toHaveLength(32);
    expect(() => named("u".repeat(27), "mysql")).toThrow("allowed: 32 characters");
    expect(named("u".repeat(27), "mariadb")).toHaveLength(33);
  });
});

describe("a current password that the server refuses", () => {
  it("is brought together with the database again by a person, as the error says", async () => {
    const refused = refusal("login_refused", { found: "1045 Access denied", effect: "none" });
    const { context } = stubContext({ login: () => refused });
    expect(await change(context)).toMatchObject({
      code: "login_refused",
      parts: {
        found: "1045 Access denied",
        remedy: expect.stringMatching(
          /^as the admin, set the password of 'app' .*terraform apply -replace .*an anonymous account \(User = ''\)/,
        ),
      },
    });
  });

  it.each<[ErrorCode, string | undefined]>([
    ["login_refused", "1698 Access denied"],
    ["login_refused", "error 1045 Access denied"],
    ["login_refused", "10451 Access denied"],
    ["login_refused", undefined],
    ["account_locked", "1045 Access denied"],
  ])("has a cure of its own where the answer is %s, found %j", async (code, found) => {
    const refused = refusal(code, found === undefined ? {} : { found });
    const { context } = stubContext({ login: () => refused });
    expect(await change(context)).toBe(refused);
  });
});

describe("a pending version that must not be set", () => {
  it("is refused where it names another host than the current one, before any login", async () => {
    const { context } = stubContext();
    expect(await change(context, valueWith({ username: "app_clone", host: "other.test" }))).toMatchObject({
      code: "host_mismatch",
      parts: { problem: "the secret and its current version name different hosts" },
    });
  });

  it.each([
    ["the current user", "app", current],
    ["the pending user", "app_clone", pending],
  ])("is refused where the admin secret is %s's, before the admin logs in", async (_, username) => {
    const { session } = stubSession();
    const values = { admin: [JSON.stringify({ username, password: "admin" })] };
    const { context, seen } = stubContext({ values, login: () => session });
    expect(await change(context)).toMatchObject({
      code: "forbidden_account",
      parts: { problem: `the user '${username}' must not be rotated with this secret` },
    });
    expect(seen.logins.map((login) => login.username)).toEqual(["app"]);
  });
});
