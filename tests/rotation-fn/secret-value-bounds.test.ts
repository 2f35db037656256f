import { isName, parseAdminSecretValue, parseSecretValue, withAddress } from "../../rotation-fn/secret-value";

const VALID = { engine: "mysql", host: "db", username: "app", password: "of the app" };
const where = "app (AWSCURRENT)";
const parse = (changes: object) => parseSecretValue(JSON.stringify({ ...VALID, ...changes }), where);
const admin = (value: unknown) => parseAdminSecretValue(JSON.stringify(value), "the admin secret");

describe("the bounds of a secret's members", () => {
  it.each<[string, string, string]>([
    ["host", "one character", "d"],
    ["host", "254 characters", `d${"-".repeat(252)}b`],
    ["host", "an underscore and a digit at the end", "my_db.internal-1"],
    ["host", "an IPv4 address", "10.0.0.1"],
    ["host", "the shortest IPv6 address", "::"],
    ["host", "an IPv6 address of 45 characters", "f:".repeat(22).concat("f")],
    ["username", "one character", "a"],
    ["username", "32 characters", "a".repeat(32)],
    ["username", "the last character of the basic plane", "\uffff"],
    ["username", "a blank inside", "the app"],
    ["dbname", "64 characters", "a".repeat(64)],
    ["masterarn", "an ARN of 2052 characters", `arn:${"a".repeat(2_048)}`],
    ["masterarn", "a name of 512 characters", "a/_+=.@!-0".repeat(51).concat("ab")],
    ["masterarn", "a name of one character", "a"],
    ["writerHost", "an address", "10.0.0.2"],
    ["password", "a blank", " "],
  ])("accepts a %s of %s", (key, _, value) => {
    expect(parse({ [key]: value })).toMatchObject({ [key]: value });
  });

  it.each<[string, string, unknown, string]>([
    ["host", "255 characters", `d${"-".repeat(253)}b`, "a text of 255 characters"],
    ["host", "a hyphen first", "-db", "a text of 3 characters"],
    ["host", "a hyphen last", "db-", "a text of 3 characters"],
    ["host", "two final dots", "db..", "a text of 4 characters"],
    ["host", "one colon", ":", "a text of 1 characters"],
    ["host", "an IPv6 address of 46 characters", "f:".repeat(23), "a text of 46 characters"],
    ["host", "a line break first", "\ndb", "a text of 3 characters"],
    ["host", "a blank before an IPv6 address", " fe80::1", "a text of 8 characters"],
    ["host", "a blank after an IPv6 address", "fe80::1 ", "a text of 8 characters"],
    ["host", "nothing", null, "missing"],
    ["host", "a list", ["db"], "a list"],
    ["host", "an object", { a: 1 }, "an object"],
    ["host", "a boolean", true, "a boolean"],
    ["username", "an empty text", "", "an empty text"],
    ["username", "33 characters", "a".repeat(33), "a text of 33 characters"],
    ["username", "a blank first", " app", "a text of 4 characters"],
    ["username", "a control character", "a\u0000b", "a text of 3 characters"],
    ["username", "the first character beyond the basic plane", "\u{10000}", "a text of 2 characters"],
    ["username", "the last character of Unicode", "\u{10ffff}", "a text of 2 characters"],
    ["dbname", "65 characters", "a".repeat(65), "a text of 65 characters"],
    ["masterarn", "an ARN of 2053 characters", `arn:${"a".repeat(2_049)}`, "a text of 2053 characters"],
    ["masterarn", "an ARN of nothing", "arn:", "a text of 4 characters"],
    ["masterarn", "a blank in an ARN", "arn:a b", "a text of 7 characters"],
    ["masterarn", "text before an ARN", " arn:a:b", "a text of 8 characters"],
    ["masterarn", "a name of 513 characters", "a".repeat(513), "a text of 513 characters"],
    ["masterarn", "a blank first", " a", "a text of 2 characters"],
    ["masterarn", "a blank last", "a ", "a text of 2 characters"],
    ["writerHost", "an empty text", "", "an empty text"],
    ["password", "nothing", null, "missing"],
    ["password", "a number", 7, "a number"],
  ])("refuses a %s of %s", (key, _, value, found) => {
    expect(() => parse({ [key]: value })).toThrow(`"${key}" is ${found} (allowed: `);
  });

  it.each(["port", "writerPort"])("a %s is 1 to 65535, as a number or in digits", (key) => {
    for (const value of [1, 65_535]) {
      expect(parse({ [key]: value })).toMatchObject({ [key]: value });
      expect(parse({ [key]: String(value) })).toMatchObject({ [key]: value });
    }
    for (const wrong of [0, 65_536, 1.5, "0", "65536", "000001", " 1", "1 ", "0x10", "", true, [3306], { a: 1 }])
      expect(() => parse({ [key]: wrong })).toThrow(new RegExp(`"${key}" is a.* \\(allowed: 1 to 65535\\)`));
    expect(parse({ [key]: null }).port).toBe(3306);
    expect(parse({ [key]: null }).writerPort).toBeUndefined();
  });

  it("the engine decides how long a user name may be, and the message says so", () => {
    expect(() => parse({ username: "" })).toThrow(
      "1 to 32 characters, without control characters, characters beyond U+FFFF",
    );
    expect(() => parse({ engine: "mariadb", username: "" })).toThrow("1 to 80 characters, without control characters");
    expect(parse({ engine: "mariadb" }).engine).toBe("mariadb");
    expect(() => parse({ dbname: " " })).toThrow("a database name of 1 to 64 characters, without control characters");
    expect(isName("", 5)).toBe(false);
  });

  it("only false, in any case, turns TLS off", () => {
    for (const off of [false, "false", "FALSE"]) expect(parse({ ssl: off }).ssl).toBe(false);
    for (const on of ["not false", "fals", null, [false]]) expect(parse({ ssl: on }).ssl).toBe(true);
  });

  it("a final dot of either host is left out, and only the final one", () => {
    expect(parse({ host: "db.example.", writerHost: "w.example." })).toMatchObject({
      host: "db.example",
      writerHost: "w.example",
    });
  });

  it("an empty masterarn is told from none: it must not count as a choice of another strategy", () => {
    expect(parse({ masterarn: "" })).toMatchObject({ masterarn: undefined, hasEmptyMasterarn: true });
    expect(parse({ masterarn: null })).toMatchObject({ masterarn: undefined, hasEmptyMasterarn: true });
    expect(parse({ masterarn: "admin" })).toMatchObject({ masterarn: "admin", hasEmptyMasterarn: false });
    expect(parse({})).toMatchObject({ masterarn: undefined, hasEmptyMasterarn: false });
  });

  it("says of a key that is missing what it may be, and what to do", () => {
    expect(() => parseSecretValue("{}", where)).toThrow(
      'the value of app (AWSCURRENT) cannot be used: "engine" is missing (allowed: "mysql", "aurora-mysql", "mariadb"); ' +
        '"host" is missing (allowed: a host name or an IP address); "username" is missing (allowed: 1 to 32 characters, ' +
        'without control characters, characters beyond U+FFFF and blanks at either end); "password" is missing (allowed: ' +
        "a text; an account without a password is not rotated); what to do: correct the value of the secret",
    );
    expect(() => parse({ dbname: 1, masterarn: 1, writerHost: 1 })).toThrow(
      '"dbname" is a number (allowed: a database name of 1 to 64 characters, without control characters, characters beyond ' +
        'U+FFFF and blanks at either end; or leave it out); "masterarn" is a number (allowed: the ARN or the name of the ' +
        'admin secret; or leave it out); "writerHost" is a number (allowed: a host name or an IP address)',
    );
  });

  it.each(["engine", "host", "port", "username", "password", "dbname", "masterarn", "writerHost", "writerPort", "ssl"])(
    "refuses the key %s where it occurs twice",
    (key) => {
      const twice = `${JSON.stringify({ ...VALID, [key]: 1 }).slice(0, -1)},"${key}":2}`;
      expect(() => parseSecretValue(twice, where)).toThrow(
        new RegExp(
          `^the value of app \\(AWSCURRENT\\) holds the key "${key}" more than once.*; what to do: correct the value`,
        ),
      );
      expect(() => parseSecretValue(twice, where)).toThrow(
        expect.objectContaining({
          code: "bad_secret_value",
          message: expect.stringContaining("allowed: one JSON object"),
        }),
      );
    },
  );
});

describe("an admin secret", () => {
  const credential = { username: "admin", password: "of the admin" };

  it("may name its server, in the form of an app secret; a wrong port is left out", () => {
    expect(admin({ ...credential, host: "db", port: "3307" })).toEqual({ ...credential, host: "db", port: 3307 });
    for (const other of [{ host: "" }, { host: 1 }, { port: 70_000 }, { port: "x" }, {}])
      expect(admin({ ...credential, ...other })).toEqual({ ...credential, host: undefined, port: undefined });
  });

  it.each([
    ["a user name that is no text", { ...credential, username: 1 }],
    ["a password that is no text", { ...credential, password: 1 }],
    ["an empty user name", { ...credential, username: "" }],
    ["an empty password", { ...credential, password: "" }],
  ])("is refused with %s, and what to do is said", (_, value) => {
    expect(() => admin(value)).toThrow(
      "the value of the admin secret holds no credential; found: the keys username, password; allowed: an object with the " +
        'strings "username" and "password", as RDS writes it; what to do: let "masterarn" of the app secret name the admin secret of the database',
    );
  });

  it("is refused as bad_admin_secret where it is no object", () => {
    for (const value of [null, [], "text", 1])
      expect(() => admin(value)).toThrow(expect.objectContaining({ code: "bad_admin_secret" }));
  });

  it("names keys that look like keys, up to 20, and counts the others: a password may stand where a key should", () => {
    const found = (value: object) => {
      try {
        return String(admin(value));
      } catch (error) {
        return /found: (.*); allowed/.exec(String(error))?.[1];
      }
    };
    expect(found({})).toBe("the keys (none)");
    expect(found({ a: 1, "Pass-word": 1, "9z": 1, "a b": 1, a9: 1 })).toBe("the keys a, 4 more");
    expect(found({ ["k".repeat(40)]: 1 })).toBe(`the keys ${"k".repeat(40)}`);
    expect(found({ ["k".repeat(41)]: 1 })).toBe("the keys 1 more");
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${"x".repeat(index)}`, 1]));
    expect(found(many(20))).not.toContain("more");
    expect(found(many(21))).toMatch(/, 1 more$/);
  });
});

describe("withAddress", () => {
  it("adds a port to a text that ends in blanks, and not at another closing brace", () => {
    const text = '{"host":"old","engine":"mysql","username":"a","password":"b","note":{"a":"} "}} \n';
    expect(withAddress(parseSecretValue(text, where), { host: "new", port: 3307 })).toBe(
      '{"host":"new","engine":"mysql","username":"a","password":"b","note":{"a":"} "}, "port": 3307}',
    );
  });
});
