import { redacted, translateDriverError } from "../../../rotation-fn/adapters/mysql-errors";

const LOGIN = {
  what: "the login of 'app' at db:3306",
  during: "login" as const,
  endpoint: { username: "app", host: "db", port: 3306 },
  holdsPassword: false,
  secrets: ["s3cr't\\x"],
  canChange: false,
};

describe("translateDriverError", () => {
  it.each([
    [{ errno: 1045, code: "ER_ACCESS_DENIED_ERROR", sqlMessage: "Access denied" }, "login_refused", true],
    [{ errno: 3118, code: "ER_ACCOUNT_HAS_BEEN_LOCKED", sqlMessage: "locked" }, "account_locked", true],
    [{ errno: 1862, code: "ER_MUST_CHANGE_PASSWORD_LOGIN", sqlMessage: "expired" }, "password_expired", true],
    [{ errno: 4151, code: "ER_ACCOUNT_HAS_BEEN_LOCKED", sqlMessage: "locked" }, "account_locked", true],
    [{ errno: 1820, code: "ER_MUST_CHANGE_PASSWORD", sqlMessage: "expired" }, "password_expired", true],
    [{ errno: 1049, code: "ER_BAD_DB_ERROR", sqlMessage: "Unknown database" }, "unknown_database", false],
    [{ errno: 1044, code: "ER_DBACCESS_DENIED_ERROR", sqlMessage: "denied" }, "missing_privilege", false],
    [{ errno: 1040, code: "ER_CON_COUNT_ERROR", sqlMessage: "Too many connections" }, "too_many_connections", false],
    [{ errno: 1290, code: "ER_OPTION_PREVENTS_STATEMENT", sqlMessage: "read-only" }, "read_only_server", false],
    [{ errno: 3638, code: "ER_CREDENTIALS_CONTRADICT_TO_HISTORY", sqlMessage: "history" }, "password_reused", false],
    [{ errno: 3891, code: "ER_INCORRECT_CURRENT_PASSWORD", sqlMessage: "Incorrect" }, "password_not_primary", false],
    [{ errno: 3892, code: "ER_MISSING_CURRENT_PASSWORD", sqlMessage: "REPLACE" }, "password_required", false],
    [{ errno: 4031, code: "ER_CLIENT_INTERACTION_TIMEOUT", sqlMessage: "inactive" }, "server_unavailable", false],
    [
      { errno: 1053, code: "ER_SERVER_SHUTDOWN", sqlMessage: "Server shutdown in progress" },
      "server_unavailable",
      false,
    ],
    [{ errno: 1130, code: "ER_HOST_NOT_PRIVILEGED", sqlMessage: "Host is not allowed" }, "login_refused", false],
    [{ errno: 1129, code: "ER_HOST_IS_BLOCKED", sqlMessage: "Host is blocked" }, "database_refused", false],
    [{ errno: 4150, code: "ER_UNKNOWN", sqlMessage: "User is blocked" }, "account_locked", true],
    [{ errno: 1205, code: "ER_LOCK_WAIT_TIMEOUT", sqlMessage: "Lock wait timeout exceeded" }, "database_locked", false],
    [
      { errno: 1290, code: "ER_OPTION_PREVENTS_STATEMENT", sqlMessage: "--skip-grant-tables" },
      "database_refused",
      false,
    ],
    [{ code: "AUTH_SWITCH_PLUGIN_ERROR", message: "unknown plugin" }, "unsupported_account", false],
    [{ errno: 1819, code: "ER_NOT_VALID_PASSWORD", sqlMessage: "policy" }, "password_rejected", false],
    [{ code: "ECONNREFUSED", message: "connect ECONNREFUSED" }, "network_unreachable", false],
    [{ code: "ETIMEDOUT", message: "connect ETIMEDOUT" }, "network_unreachable", false],
    [{ code: "ENOTFOUND", message: "getaddrinfo ENOTFOUND" }, "network_unreachable", false],
    [{ code: "PROTOCOL_CONNECTION_LOST", message: "closed" }, "network_unreachable", false],
    [{ code: "HANDSHAKE_NO_SSL_SUPPORT", message: "no TLS" }, "tls_unavailable", false],
    [{ code: "HANDSHAKE_SSL_ERROR", message: "self-signed certificate in certificate chain" }, "tls_untrusted", false],
    [
      {
        code: "HANDSHAKE_SSL_ERROR",
        message: "Hostname/IP does not match certificate's altnames",
        cert: {},
        host: "x",
      },
      "tls_wrong_name",
      false,
    ],
    [{ errno: 9999, sqlMessage: "something new" }, "database_refused", false],
    ["not even an object", "database_refused", false],
  ])("%j is %s; the credential was refused: %s", (thrown, code, rejected) => {
    const answer = translateDriverError(thrown, LOGIN);
    expect(answer.error.code).toBe(code);
    expect(answer.rejected).toBe(rejected);
    expect(answer.error.message).toMatch(/^the login of 'app' at db:3306 failed; found: .*; what to do: \w/);
  });

  it("says that nobody knows whether a change was made, when the server did not answer it", () => {
    const change = { ...LOGIN, canChange: true };
    expect(translateDriverError({ code: "ECONNRESET", message: "reset" }, change).error.effect).toBe("unknown");
    expect(translateDriverError({ errno: 1227, sqlMessage: "denied" }, change).error.effect).toBe("none");
    expect(translateDriverError({ code: "ECONNRESET", message: "reset" }, LOGIN).error.effect).toBe("none");
  });

  it("asks for a person where repeating does not help, whatever the code usually means", () => {
    const needsHuman = (errno: number) => translateDriverError({ errno, sqlMessage: "x" }, LOGIN).error.needsHuman;
    for (const errno of [1129, 1184, 3159, 3929, 4027, 1064]) expect([errno, needsHuman(errno)]).toEqual([errno, true]);
    for (const errno of [1205, 1053, 1396, 9999]) expect([errno, needsHuman(errno)]).toEqual([errno, false]);
  });

  it("does not speak of addresses and security groups once a login has worked", () => {
    const statement = { ...LOGIN, what: "the change", during: "statement" as const, canChange: true };
    const timedOut = translateDriverError({ code: "PROTOCOL_SEQUENCE_TIMEOUT", message: "timeout" }, statement).error;
    expect(timedOut).toMatchObject({ code: "statement_timed_out", effect: "unknown" });
    const broken = translateDriverError({ code: "PROTOCOL_CONNECTION_LOST", message: "closed" }, statement).error;
    expect(broken).toMatchObject({ code: "network_unreachable", effect: "unknown" });
    for (const { message } of [timedOut, broken]) expect(message).not.toMatch(/security group|host and port/);
  });

  it("says of a database that is not the account's that its name may be wrong, at a login only", () => {
    const thrown = { errno: 1044, sqlMessage: "Access denied for user to database" };
    expect(translateDriverError(thrown, LOGIN).error.message).toContain('correct "dbname" in the secret');
    const statement = { ...LOGIN, during: "statement" as const };
    expect(translateDriverError(thrown, statement).error.message).toContain("WITH GRANT OPTION");
  });

  it("takes a refusal during a statement for a missing privilege, and not for a wrong password", () => {
    const thrown = { errno: 1045, code: "ER_ACCESS_DENIED_ERROR", sqlMessage: "Access denied for user 'admin'@'%'" };
    const answer = translateDriverError(thrown, { ...LOGIN, during: "statement" });
    expect(answer).toMatchObject({ rejected: false, error: { code: "missing_privilege" } });
  });

  it("shows which privilege is missing, even for a statement that held a password", () => {
    const sqlMessage = "Access denied; you need (at least one of) the CREATE USER privilege(s) for this operation";
    const thrown = { errno: 1227, code: "ER_SPECIFIC_ACCESS_DENIED_ERROR", sqlMessage };
    const { error } = translateDriverError(thrown, { ...LOGIN, during: "statement", holdsPassword: true });
    expect(error.message).toContain("the CREATE USER privilege(s)");
  });

  it("withholds the server's text for a statement that held a password: a syntax error quotes it", () => {
    const thrown = {
      errno: 1064,
      code: "ER_PARSE_ERROR",
      sqlMessage: "syntax near ''canary-password'' at line 1",
      sql: "canary-password",
    };
    const { error } = translateDriverError(thrown, { ...LOGIN, holdsPassword: true });
    expect(error.message).toContain("1064 ER_PARSE_ERROR: (text withheld");
    expect(JSON.stringify([error.message, error.stack, String(error.cause), error.parts])).not.toContain(
      "canary-password",
    );
  });
});

describe("redacted", () => {
  it("takes a secret out raw, with doubled quotes and with backslash escapes, and joins lines", () => {
    expect(redacted("a s3cr't\\x b s3cr''t\\x c s3cr''t\\\\x\r\nd", ["s3cr't\\x", ""])).toBe(
      "a (secret) b (secret) c (secret) d",
    );
  });
});
