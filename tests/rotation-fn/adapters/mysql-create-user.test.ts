import { parseCreateUser } from "../../../rotation-fn/adapters/mysql-create-user";

const REST =
  "PASSWORD EXPIRE DEFAULT ACCOUNT UNLOCK PASSWORD HISTORY DEFAULT PASSWORD REUSE INTERVAL DEFAULT PASSWORD REQUIRE CURRENT DEFAULT";

describe("parseCreateUser", () => {
  it("reads an account with nothing special as one without clauses", () => {
    expect(
      parseCreateUser(`CREATE USER \`app\`@\`%\` IDENTIFIED WITH 'caching_sha2_password' AS 0x24 REQUIRE NONE ${REST}`),
    ).toEqual({
      plugin: "caching_sha2_password",
      locked: false,
      clauses: new Map(),
      attribute: {},
      defaultRoles: [],
    });
  });

  it("reads TLS rule, limits, password rules, lock, roles and attribute", () => {
    const row =
      "CREATE USER `app`@`%` IDENTIFIED WITH 'sha256_password' AS 0x24 DEFAULT ROLE `r1`@`%`,`r 2`@`h` " +
      "REQUIRE SUBJECT '/CN=it\\'s' ISSUER '/CN=\\\\ca' WITH MAX_QUERIES_PER_HOUR 10 MAX_USER_CONNECTIONS 5 " +
      "PASSWORD EXPIRE INTERVAL 90 DAY ACCOUNT LOCK PASSWORD HISTORY 6 PASSWORD REUSE INTERVAL 365 DAY " +
      "PASSWORD REQUIRE CURRENT OPTIONAL FAILED_LOGIN_ATTEMPTS 3 PASSWORD_LOCK_TIME UNBOUNDED " +
      `ATTRIBUTE '{"comment": "it\\'s \\\\"q\\\\" WITH ACCOUNT LOCK"}'`;
    expect(parseCreateUser(row)).toEqual({
      plugin: "sha256_password",
      locked: true,
      clauses: new Map([
        ["REQUIRE", "SUBJECT '/CN=it''s' ISSUER '/CN=\\\\ca'"],
        ["MAX_QUERIES_PER_HOUR", "10"],
        ["MAX_USER_CONNECTIONS", "5"],
        ["PASSWORD EXPIRE", "INTERVAL 90 DAY"],
        ["PASSWORD HISTORY", "6"],
        ["PASSWORD REUSE INTERVAL", "365 DAY"],
        ["PASSWORD REQUIRE CURRENT", "OPTIONAL"],
        ["FAILED_LOGIN_ATTEMPTS", "3"],
        ["PASSWORD_LOCK_TIME", "UNBOUNDED"],
      ]),
      attribute: { comment: 'it\'s "q" WITH ACCOUNT LOCK' },
      defaultRoles: [
        { user: "r1", host: "%" },
        { user: "r 2", host: "h" },
      ],
    });
  });

  it("is not misled by names that are keywords", () => {
    const row = `CREATE USER \`ACCOUNT\`@\`REQUIRE\` IDENTIFIED WITH 'caching_sha2_password' REQUIRE SSL ${REST}`;
    expect(parseCreateUser(row).clauses).toEqual(new Map([["REQUIRE", "SSL"]]));
  });

  it("refuses an account with a second factor", () => {
    const row = `CREATE USER \`a\`@\`%\` IDENTIFIED WITH 'caching_sha2_password' AS 0x24 AND IDENTIFIED WITH 'authentication_webauthn' REQUIRE NONE ${REST}`;
    expect(() => parseCreateUser(row)).toThrow(expect.objectContaining({ code: "unsupported_account" }));
  });
});
