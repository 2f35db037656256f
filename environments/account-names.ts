import { rule } from "./rules";

/** What the alternate user's name ends in. */
export const ALTERNATE_SUFFIX = "_clone";

/** MySQL's limit since 5.7. https://dev.mysql.com/doc/refman/8.4/en/user-names.html */
export const USERNAME_LIMIT = 32;

/** Accounts of MySQL and of RDS itself. Rotating or making one of them would break the instance. */
const SYSTEM_ACCOUNTS = /^(root|mysql([._].*)?|rds.*|event_scheduler|debian-sys-maint|system_user)$/i;

/** Schemas of MySQL and names that RDS keeps. */
const SYSTEM_DATABASES = new Set(["mysql", "sys", "information_schema", "performance_schema", "innodb", "tmp"]);

/** The broken rule of a user name, or undefined when there is none. */
export function accountNameProblem(name: string, limits: { readonly mostCharacters: number }): string | undefined {
  if (SYSTEM_ACCOUNTS.test(name)) {
    return rule("a name that is no system account of MySQL or RDS", "choose a name of your own");
  }
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || name.length > limits.mostCharacters) {
    return rule(
      `1 to ${limits.mostCharacters} letters, digits and underscores, beginning with a letter`,
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
  return accountNameProblem(name, { mostCharacters: USERNAME_LIMIT });
}

/** The broken rule of an app user that gets an alternate user. Half of the rotations run as that one, so its name must fit as well. */
export function alternateNameProblem(name: string): string | undefined {
  if (name.length + ALTERNATE_SUFFIX.length <= USERNAME_LIMIT) return undefined;
  return rule(
    `at most ${USERNAME_LIMIT - ALTERNATE_SUFFIX.length} characters, because "${ALTERNATE_SUFFIX}" is added for the ` +
      `alternate user and MySQL allows ${USERNAME_LIMIT}`,
    "choose a shorter name",
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
