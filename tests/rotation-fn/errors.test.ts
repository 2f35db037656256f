import { isRotationError, locatedError, RotationError } from "../../rotation-fn/errors";

describe("the message of an error", () => {
  it.each([
    ["an override that turns the text round", "\u202e"],
    ["an isolate", "\u2066"],
    ["an Arabic letter mark", "\u061c"],
    ["a mark of the direction", "\u200f"],
    ["a line separator", "\u2028"],
    ["a line break", "\r\n"],
    ["a C1 control", "\u0085"],
  ])("is one line that reads as it is written, whatever a part quotes: %s", (_, sign) => {
    const parts = { problem: `the user 'app${sign}nimda' is refused`, found: `a${sign}b`, allowed: sign, remedy: sign };
    const { message } = new RotationError("user_mismatch", parts);
    expect(message).toBe("the user 'app nimda' is refused; found: a b; allowed:  ; what to do:  ");
  });

  it("has a bound", () => {
    const { message } = new RotationError("user_mismatch", { problem: "x".repeat(9_000), remedy: "r" });
    expect(message).toHaveLength(4_000);
  });
});

describe("a RotationError", () => {
  const parts = { problem: "p", remedy: "r" };
  const endpoint = { username: "app", host: "db", port: 3306 };
  const context = {
    effect: "applied",
    cause: new Error("the server's answer"),
    endpoint,
    action: { kind: "cancel" },
    adminSecretId: "admin",
    needsHuman: true,
  } as const;

  it("has its code in its name, where Lambda shows it, and says nothing was changed where nothing else is said", () => {
    const error = new RotationError("login_refused", parts);
    expect(error).toMatchObject({ name: "RotationError:login_refused", code: "login_refused", effect: "none", parts });
    expect(error).toMatchObject({
      needsHuman: false,
      endpoint: undefined,
      action: undefined,
      adminSecretId: undefined,
    });
    expect(error.message).toBe("p; what to do: r");
    expect(Object.hasOwn(error, "cause")).toBe(false);
  });

  it("keeps all that is known when something is added", () => {
    const error = new RotationError("login_refused", parts, context).with({ parts: { problem: "q", remedy: "r" } });
    expect(error).toMatchObject({ ...context, code: "login_refused", message: "q; what to do: r" });
    expect(error.with({ effect: "unknown" })).toMatchObject({ ...context, effect: "unknown", message: error.message });
  });

  it("gets nothing that it did not have when something is added", () => {
    const bare = new RotationError("login_refused", parts);
    const error = bare.with({ effect: "unknown" });
    expect(Object.hasOwn(error, "cause")).toBe(false);
    expect({ ...error }).toEqual({ ...bare, effect: "unknown" });
  });

  it("keeps the server that it names, and gets one where it names none", () => {
    const other = { username: "admin", host: "db", port: 3306 };
    expect(locatedError(new RotationError("login_refused", parts), endpoint).endpoint).toEqual(endpoint);
    expect(locatedError(new RotationError("login_refused", parts, { endpoint: other }), endpoint).endpoint).toBe(other);
  });

  it("is told from other errors, and by its code", () => {
    const error: unknown = new RotationError("login_refused", parts);
    expect([isRotationError(error), isRotationError(error, "login_refused")]).toEqual([true, true]);
    expect([isRotationError(error, "bad_event"), isRotationError(new Error("x"))]).toEqual([false, false]);
    expect(isRotationError({ code: "login_refused" }, "login_refused")).toBe(false);
  });
});
