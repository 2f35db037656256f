import { randomBytes } from "node:crypto";
import type { Login } from "./connection";
import type { LocalEngine } from "./program";

/**
 * The rights of the master user of RDS for MySQL
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.MasterAccounts.html): no SUPER, no SYSTEM_USER,
 * no CONNECTION_ADMIN, and so no way to touch root or a system account.
 * DEVIATION from that page (UsingWithRDS.MasterAccounts.html): on RDS they come through the role `rds_superuser_role`; here they are granted to the user itself.
 */
const ADMIN_PRIVILEGES = [
  "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER, SHOW DATABASES",
  "CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE, REPLICATION CLIENT, CREATE VIEW, SHOW VIEW",
  "CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER, CREATE ROLE, DROP ROLE",
  "APPLICATION_PASSWORD_ADMIN, ROLE_ADMIN, XA_RECOVER_ADMIN",
].join(", ");

/**
 * The same for RDS for MariaDB (the same page). MariaDB has no dynamic privileges, no partial revokes and no right to give away a role
 * that one did not make.
 */
const MARIADB_ADMIN_PRIVILEGES = [
  "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER, SHOW DATABASES",
  "CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE, REPLICATION CLIENT, CREATE VIEW, SHOW VIEW",
  "CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER",
].join(", ");
/** Granted from RDS for MariaDB 11.4 on; older servers do not know it. */
const SINCE_MARIADB_11_4 = ", SHOW CREATE ROUTINE";

/** From RDS for MySQL 8.0.36 on, the master user reads the `mysql` schema and cannot change it. */
const REVOKED_ON_MYSQL_SCHEMA = [
  "INSERT, UPDATE, DELETE, CREATE, DROP, REFERENCES, INDEX, ALTER, CREATE TEMPORARY TABLES, LOCK TABLES",
  "EXECUTE, CREATE VIEW, CREATE ROUTINE, ALTER ROUTINE, EVENT, TRIGGER",
].join(", ");

/** A password of 192 random bits, in characters that need no quoting anywhere. */
export const newPassword = (): string => randomBytes(24).toString("base64url");

/** The statements that give root its password and let it in from anywhere that reaches the server. */
export const rootStatements = (root: Login): readonly string[] => [
  `ALTER USER 'root'@'localhost' IDENTIFIED BY '${root.password}'`,
  `CREATE USER IF NOT EXISTS 'root'@'%' IDENTIFIED BY '${root.password}'`,
  `ALTER USER 'root'@'%' IDENTIFIED BY '${root.password}'`,
  "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION",
];

export interface AdminOptions {
  readonly engine: LocalEngine;
  /** Whether the server has them on. */
  readonly partialRevokes: boolean;
  /** Of the server. */
  readonly version: string;
}

/** The statements that make an admin like the RDS master user; with partial revokes where the server has them on. */
export function adminStatements(admin: Login, { engine, partialRevokes, version }: AdminOptions): readonly string[] {
  const privileges = engine === "mysql" ? ADMIN_PRIVILEGES : mariadbPrivileges(version);
  return [
    `CREATE USER IF NOT EXISTS '${admin.username}'@'%' IDENTIFIED BY '${admin.password}'`,
    adminPasswordStatement(admin),
    `GRANT ${privileges} ON *.* TO '${admin.username}'@'%' WITH GRANT OPTION`,
    ...(partialRevokes ? [`REVOKE ${REVOKED_ON_MYSQL_SCHEMA} ON mysql.* FROM '${admin.username}'@'%'`] : []),
  ];
}

function mariadbPrivileges(version: string): string {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return `${MARIADB_ADMIN_PRIVILEGES}${major > 11 || (major === 11 && minor >= 4) ? SINCE_MARIADB_11_4 : ""}`;
}

export const adminPasswordStatement = (admin: Login): string =>
  `ALTER USER '${admin.username}'@'%' IDENTIFIED BY '${admin.password}'`;

export const dropAdminStatement = (admin: Login): string => `DROP USER IF EXISTS '${admin.username}'@'%'`;
