import type { ServerFeatures } from "../ports/server";

/**
 * The one place that decides by server version. Known forms: `8.4.3`, `9.7.4-2`, `8.0.39-log`, `8.0.mysql_aurora.3.05.2` (Aurora's
 * engine version; its community base is 8.0.23 or later, https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/),
 * `10.11.8-MariaDB-log`, `11.4.4-MariaDB-log`, and `5.5.5-10.11.8-MariaDB` (a prefix for old replicas).
 */
export function serverFeatures(version: string): ServerFeatures {
  if (/mariadb/i.test(version)) return mariadbFeatures(version);
  const accountAttributes = isAtLeast(version, 8, 0, 21);
  return {
    flavour: "mysql",
    version,
    supported: accountAttributes,
    dualPasswords: isAtLeast(version, 8, 0, 14),
    alternativePasswords: false,
    accountAttributes,
    binaryLogStatus: isAtLeast(version, 8, 0, 26) ? binaryLogStatus(version) : undefined,
    showCreateRoutine: false,
    passwordPlugin: "caching_sha2_password",
    usernameLimit: 32,
  };
}

function mariadbFeatures(version: string): ServerFeatures {
  const own = version.replace(/^5\.5\.5-/, "");
  return {
    flavour: "mariadb",
    version,
    supported: isAtLeast(own, 10, 11),
    dualPasswords: false,
    alternativePasswords: true,
    accountAttributes: false,
    binaryLogStatus: undefined,
    showCreateRoutine: isAtLeast(own, 11, 3), // https://mariadb.com/kb/en/grant/
    passwordPlugin: "mysql_native_password",
    usernameLimit: 80,
  };
}

/** The old name is gone since 8.4, the new one is there since 8.2. https://dev.mysql.com/doc/refman/8.4/en/show-binary-log-status.html */
function binaryLogStatus(version: string): string {
  return isAtLeast(version, 8, 2, 0) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
}

function isAtLeast(version: string, ...wanted: readonly number[]): boolean {
  const aurora = /^8\.0\.mysql_aurora\.3\./.test(version) ? "8.0.23" : version;
  const [, ...numbers] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(aurora) ?? [];
  for (const [index, min] of wanted.entries()) {
    const found = Number(numbers[index] ?? 0);
    if (found !== min) return found > min;
  }
  return true;
}
