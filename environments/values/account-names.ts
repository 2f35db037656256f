import type { Engine } from "./engine-version";
import { rule } from "./rules";

/** What the alternate user's name ends in. The function's is in its settings: environments import nothing of it, and a test compares the two. */
export const ALTERNATE_SUFFIX = "_clone";

/**
 * The longest name of a user, in characters: https://dev.mysql.com/doc/refman/8.4/en/user-names.html and
 * https://mariadb.com/kb/en/identifier-names/#maximum-length
 */
const USERNAME_LIMITS = { mysql: 32, mariadb: 80 } as const;
const ENGINE_TITLES = { mysql: "MySQL", mariadb: "MariaDB" } as const;

/** Accounts of MySQL, MariaDB and of RDS itself. Rotating or making one of them would break the instance. */
const SYSTEM_ACCOUNTS =
  /^(root|public|mysql([._].*)?|mariadb([._].*)?|rds.*|event_scheduler|debian-sys-maint|system_user)$/i;

/** Schemas of MySQL and names that RDS keeps. */
const SYSTEM_DATABASES = new Set(["mysql", "sys", "information_schema", "performance_schema", "innodb", "tmp"]);

/** The broken rule of a user name, or undefined when there is none. */
export function accountNameProblem(
  name: string,
  limits: { readonly maxCharacters: number; readonly remark?: string },
): string | undefined {
  if (SYSTEM_ACCOUNTS.test(name)) {
    return rule("a name that is no system account of MySQL or RDS", "choose a name of your own");
  }
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || name.length > limits.maxCharacters) {
    return rule(
      `1 to ${limits.remark ?? limits.maxCharacters} letters, digits and underscores, beginning with a letter`,
      "choose a plainer or shorter name",
    );
  }
  return undefined;
}

/**
 * The broken rule of an app user's name, whatever its strategy. A name that ends like an alternate user's would make the two
 * users of a pair change places, or be one of another secret's pair.
 */
export function appUserNameProblem(name: string): string | undefined {
  if (name.toLowerCase().endsWith(ALTERNATE_SUFFIX)) {
    return rule(
      `a name that does not end in ${ALTERNATE_SUFFIX}`,
      `leave the ending out: the alternate user gets it by itself`,
    );
  }
  const { mysql, mariadb } = USERNAME_LIMITS;
  return accountNameProblem(name, { maxCharacters: mariadb, remark: `${mysql} (with MariaDB ${mariadb})` });
}

/**
 * The broken rule of an app user's length, which depends on the engine; for a pair it is the alternate user's. Half of the rotations run as
 * that one, so its name must fit as well.
 */
export function usernameLengthProblem(
  name: string,
  { engine, hasAlternate }: { readonly engine: Engine; readonly hasAlternate: boolean },
): string | undefined {
  const limit = USERNAME_LIMITS[engine];
  const remedy = "choose a shorter name";
  if (!hasAlternate) return name.length <= limit ? undefined : rule(`at most ${limit} characters`, remedy);
  if (name.length + ALTERNATE_SUFFIX.length <= limit) return undefined;
  return rule(
    `at most ${limit - ALTERNATE_SUFFIX.length} characters, because "${ALTERNATE_SUFFIX}" is added for the ` +
      `alternate user and ${ENGINE_TITLES[engine]} allows ${limit}`,
    remedy,
  );
}

/** The broken rule of a database's name, or undefined when there is none. */
export function databaseNameProblem(name: string): string | undefined {
  if (SYSTEM_DATABASES.has(name.toLowerCase())) {
    return rule("a name that is no schema of MySQL itself", "choose a name of your own");
  }
  if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name)) {
    return rule("1 to 64 letters, digits and underscores, beginning with a letter", "choose a plainer or shorter name");
  }
  return undefined;
}
