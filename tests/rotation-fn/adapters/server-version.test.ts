import { serverFeatures } from "../../../rotation-fn/adapters/server-version";

describe("serverFeatures", () => {
  it.each([
    ["9.7.4-2", "mysql", true, true],
    ["8.4.3", "mysql", true, true],
    ["8.0.39-log", "mysql", true, true],
    ["8.0.21", "mysql", true, true],
    ["8.0.20", "mysql", true, false],
    ["8.0.14", "mysql", true, false],
    ["8.0.13", "mysql", false, false],
    ["8.0.mysql_aurora.3.05.2", "mysql", true, true],
    ["5.7.mysql_aurora.2.11.3", "mysql", false, false],
    ["5.7.44-rds.20240408", "mysql", false, false],
    ["10.11.6-MariaDB-log", "mariadb", false, false],
    ["11.4.2-MariaDB", "mariadb", false, false],
    ["5.5.5-10.11.6-MariaDB", "mariadb", false, false],
    ["something else", "mysql", false, false],
  ])("%s is %s; dual passwords: %s, account attributes: %s", (version, flavour, dualPasswords, accountAttributes) => {
    expect(serverFeatures(version)).toMatchObject({ version, flavour, dualPasswords, accountAttributes });
  });

  it.each([
    ["9.7.4", "SHOW BINARY LOG STATUS"],
    ["8.4.0", "SHOW BINARY LOG STATUS"],
    ["8.0.45", "SHOW MASTER STATUS"],
    ["8.0.26", "SHOW MASTER STATUS"],
    ["8.0.25", undefined],
    ["8.0.mysql_aurora.3.08.2", undefined],
    ["10.11.6-MariaDB", undefined],
  ])("%s tells the end of its binary log, where a replica can wait for it, by %s", (version, statement) => {
    expect(serverFeatures(version).binaryLogStatus).toBe(statement);
  });

  it("allows longer names on MariaDB", () => {
    expect(serverFeatures("9.7.4").usernameLimit).toBe(32);
    expect(serverFeatures("10.11.6-MariaDB").usernameLimit).toBe(80);
  });

  it.each([
    ["10.11.8-MariaDB-log", true, false],
    ["5.5.5-10.11.8-MariaDB", true, false],
    ["10.6.21-MariaDB-log", false, false],
    ["11.4.4-MariaDB-log", true, true],
    ["11.8.9-MariaDB-4 from Debian", true, true],
    ["12.1.2-MariaDB", true, true],
  ])(
    "%s is supported: %s, has SHOW CREATE ROUTINE: %s; two passwords by name",
    (version, supported, showCreateRoutine) => {
      expect(serverFeatures(version)).toMatchObject({
        supported,
        showCreateRoutine,
        alternativePasswords: true,
        passwordPlugin: "mysql_native_password",
      });
    },
  );

  it.each([
    ["8.0.21", true],
    ["8.0.20", false],
  ])("MySQL %s is supported: %s, without two passwords by name", (version, supported) => {
    expect(serverFeatures(version)).toMatchObject({ supported, alternativePasswords: false });
  });
});
