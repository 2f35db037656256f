import { parseAdminSecretValue, parseSecretValue, withAddress, withCredential } from "../../rotation-fn/secret-value";

const VALID = {
  engine: "mysql",
  host: "db.example.internal",
  port: 3306,
  username: "app",
  password: "canary-password",
  dbname: "shop",
  masterarn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-1-AbCdEf",
};
const where = "app (AWSCURRENT)";
const parse = (changes: object) => parseSecretValue(JSON.stringify({ ...VALID, ...changes }), where);

describe("parseSecretValue", () => {
  it("reads the documented RDS MySQL structure", () => {
    expect(parse({})).toMatchObject({ ...VALID, ssl: true });
  });

  it("reads Aurora as a MySQL, and keeps its name in the text", () => {
    const aurora = parse({ engine: "aurora-mysql" });
    expect(aurora.engine).toBe("mysql");
    expect(withCredential(aurora, { username: "b", password: "c" })).toContain('"engine":"aurora-mysql"');
  });

  it("allows user names as long as the engine does", () => {
    expect(parse({ engine: "mariadb", username: "a".repeat(80) }).username).toHaveLength(80);
    expect(() => parse({ engine: "mariadb", username: "a".repeat(81) })).toThrow(/"username"/);
  });

  it("accepts a port as a numeric string and fills in 3306", () => {
    expect(parse({ port: "3307" }).port).toBe(3307);
    expect(parse({ port: undefined }).port).toBe(3306);
  });

  it("reads who the writer is, where the host is a reader; without a port of its own it has the reader's", () => {
    expect(parse({})).toMatchObject({ writerHost: undefined, writerPort: undefined });
    expect(parse({ writerHost: "w.example", writerPort: "3307" })).toMatchObject({
      writerHost: "w.example",
      writerPort: 3307,
    });
  });

  it.each([[false], ["False"]])("takes ssl: %j for plaintext, anything true or absent for verified TLS", (ssl) => {
    expect(parse({ ssl }).ssl).toBe(false);
    expect(parse({ ssl: true }).ssl).toBe(true);
    expect(parse({ ssl: "true" }).ssl).toBe(true);
  });

  it.each([
    ["engine", "postgres", /"engine" is a text of 8 characters \(allowed: "mysql", "aurora-mysql", "mariadb"\)/],
    ["engine", "toString", /"engine" is a text of 8 characters/],
    ["engine", undefined, /"engine" is missing/],
    ["host", "", /"host" is an empty text/],
    ["host", "db host", /"host" is a text of 7 characters/],
    ["host", "x\r\nforged", /"host" is a text of 9 characters/],
    ["port", 0, /"port" is a number \(allowed: 1 to 65535\)/],
    ["port", "33o6", /"port" is a text of 4 characters/],
    ["port", 3306.5, /"port" is a number/],
    ["writerHost", "w host", /"writerHost" is a text of 6 characters \(allowed: a host name or an IP address\)/],
    ["writerPort", 70_000, /"writerPort" is a number \(allowed: 1 to 65535\)/],
    ["username", "a".repeat(33), /"username" is .*1 to 32 characters/],
    ["username", 7, /"username" is a number/],
    ["password", "", /"password" is an empty text \(allowed: a text; an account without a password is not rotated\)/],
    ["dbname", "x".repeat(65), /"dbname"/],
    ["masterarn", "no secret's name", /"masterarn" is a text of 16 characters \(allowed: the ARN or the name/],
    ["username", "app ", /"username" is a text of 4 characters .*blanks at either end/],
    ["username", "a\u{1F600}b", /"username" is a text of 4 characters .*characters beyond U\+FFFF/],
    ["dbname", "a\u{1F600}b", /"dbname" is a text of 4 characters .*characters beyond U\+FFFF/],
  ])("refuses %s = %j", (key, value, message) => {
    expect(() => parse({ [key]: value })).toThrow(
      expect.objectContaining({ code: "bad_secret_value", effect: "none" }),
    );
    expect(() => parse({ [key]: value })).toThrow(message);
  });

  it("lists all problems at once, and never the password", () => {
    const wrong = () => parse({ host: "", port: -1, password: ["canary-password"] });
    expect(wrong).toThrow(/"host".*"password" is a list.*"port"/);
    expect(wrong).not.toThrow(/canary-password/);
  });

  it("refuses what is not one JSON object, without quoting it", () => {
    const texts = {
      "is not JSON": ["canary-password", '{"a":"canary-password"'],
      "is not a JSON object": ['["canary-password"]', '"canary-password"', "null", "17"],
    };
    for (const [words, all] of Object.entries(texts)) {
      for (const text of all) {
        const problem = () => parseSecretValue(text, where);
        expect(problem).toThrow(`the value of app (AWSCURRENT) ${words}; allowed: `);
        expect(problem).not.toThrow(/canary-password/);
      }
    }
  });

  it("refuses a key of its own that occurs twice: each reader takes another one", () => {
    expect(() => parseSecretValue('{"password":"a","password":"b"}', where)).toThrow(
      /the key "password" more than once, of which each reader takes another one/,
    );
    const value = parseSecretValue(`${JSON.stringify(VALID).slice(0, -1)},"note":1,"note":2}`, where);
    expect(withCredential(value, { username: "a", password: "b" })).toContain('"note":1,"note":2');
  });

  it("accepts what tools and AWS's functions leave in a value: empty optional keys, a name as masterarn, a final dot, an odd ssl", () => {
    expect(parse({ dbname: "", masterarn: "", writerHost: null })).toMatchObject({
      dbname: undefined,
      masterarn: undefined,
      hasEmptyMasterarn: true,
    });
    expect(parse({ masterarn: "rds!db-1f2e3d4c" }).masterarn).toBe("rds!db-1f2e3d4c");
    expect(parse({ host: "db.example.internal." }).host).toBe("db.example.internal");
    for (const ssl of ["maybe", 1, 0, "", {}]) expect(parse({ ssl }).ssl).toBe(true);
    expect(parse({ masterarn: undefined }).hasEmptyMasterarn).toBe(false);
  });
});

describe("withCredential", () => {
  it("keeps unknown keys, their order and integers beyond 2^53", () => {
    const text = `${JSON.stringify(VALID).slice(0, -1)},"big":9007199254740993,"url":"mysql://app@db"}`;
    const next = withCredential(parseSecretValue(text, where), { username: "app_clone", password: 'p"\\' });
    expect(next).toBe(text.replace('"app"', '"app_clone"').replace('"canary-password"', '"p\\"\\\\"'));
  });
});

describe("parseAdminSecretValue", () => {
  it("needs a user name and a password only, as RDS writes it", () => {
    expect(parseAdminSecretValue('{"username":"admin","password":"x"}', "the admin secret")).toEqual({
      username: "admin",
      password: "x",
      host: undefined,
    });
  });

  it("refuses a value without them and names the keys that it found", () => {
    const wrong = () => parseAdminSecretValue('{"user":"admin","password":"canary-password"}', "the admin secret X");
    expect(wrong).toThrow(expect.objectContaining({ code: "bad_admin_secret" }));
    expect(wrong).toThrow(/found: the keys user, password/);
    expect(wrong).not.toThrow(/canary-password/);
  });
});

describe("withAddress", () => {
  const moved = (text: string) =>
    withAddress(parseSecretValue(text, where), { host: "new.example.internal", port: 3307 });

  it("changes host and port, and no other byte", () => {
    expect(
      moved(' {"port" : 3306,"host":"old", "engine":"mysql","username":"a","password":"b","n":12345678901234567890}'),
    ).toBe(
      ' {"port" : 3307,"host":"new.example.internal", "engine":"mysql","username":"a","password":"b","n":12345678901234567890}',
    );
  });

  it("leaves a port that is text a text, and adds one that was left out", () => {
    expect(moved('{"port":"3306","host":"old","engine":"mysql","username":"a","password":"b"}')).toContain(
      '"port":"3307"',
    );
    expect(JSON.parse(moved('{"host":"old","engine":"mysql","username":"a","password":"b"}\n'))).toEqual({
      host: "new.example.internal",
      engine: "mysql",
      username: "a",
      password: "b",
      port: 3307,
    });
  });
});
