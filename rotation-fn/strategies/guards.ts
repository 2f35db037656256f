import { RotationError } from "../errors";
import { type Account, type AccountDefinition, accountName } from "../ports/account";
import type { ServerFeatures } from "../ports/server";
import type { AdminSecretValue, SecretValue } from "../secret-value";

/**
 * Accounts that belong to the server or to RDS. No rotation may change their passwords.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.MasterAccounts.html
 */
const SYSTEM_ACCOUNTS = new Set([
  "mariadb.sys",
  "event_scheduler",
  "rdsadmin",
  "rdsrepladmin",
  "rds_superuser_role",
  "",
]);

/** Plugins that check a password which the server stores: the only ones a rotation makes sense for. */
const PASSWORD_PLUGINS = ["caching_sha2_password", "sha256_password", "mysql_native_password"];

/** On RDS a name like any other, which customers give their master user; elsewhere the server's own. */
const ROOT = "root";

/**
 * Throws `forbidden_account` for a system account and, where an admin does the change, for the admin's own and for `root`. A `root` that
 * changes itself has proved by its login that it may.
 */
export function refuseForbiddenUser(username: string, adminUsername?: string): void {
  const name = username.toLowerCase();
  const isForeignRoot = name === ROOT && adminUsername !== undefined;
  const system = SYSTEM_ACCOUNTS.has(name) || name.startsWith("mysql.") || isForeignRoot;
  if (!system && username !== adminUsername) return;
  throw new RotationError("forbidden_account", {
    problem: `the user '${username}' must not be rotated with this secret`,
    found: system
      ? "an account of the server itself"
      : "the admin's own account, whose password its own secret rotates",
    allowed: "an application's user",
    remedy: 'let "username" of the secret name the application\'s own user',
  });
}

/**
 * Throws `account_incomplete` when a login was matched to an account row of another user: an anonymous one, or the one that a proxy
 * user stands for. A change of the account would be a change of another user's.
 */
export function requireAccountOf(username: string, account: Account): void {
  if (account.user === username) return;
  throw new RotationError("account_incomplete", {
    problem: `the login of '${username}' was matched to another account`,
    found: accountName(account),
    allowed: `an account of the user '${username}'`,
    remedy: "drop the account that shadows it (anonymous users among them); the step can be repeated safely",
  });
}

/** Whether the server itself checks a password that it stores. */
export function isPasswordPlugin(plugin: string): boolean {
  return PASSWORD_PLUGINS.includes(plugin);
}

/** Throws `unsupported_account` for an account whose password is not checked by the server itself. */
export function requirePasswordAccount({ account, plugin }: Pick<AccountDefinition, "account" | "plugin">): void {
  if (isPasswordPlugin(plugin)) return;
  throw new RotationError("unsupported_account", {
    problem: `the account ${accountName(account)} does not log in with a password of its own`,
    found: `the plugin ${plugin}`,
    allowed: PASSWORD_PLUGINS.join(", "),
    remedy: "let the secret name an account with a password",
  });
}

/** Clauses of REQUIRE that ask for a certificate of the client; X509 for any, the others for a certain one. */
const CERTIFICATE = /\b(?:X509|ISSUER|SUBJECT)\b/;

/**
 * Throws `unsupported_account` for an account that requires a client certificate. The function has none, and the server refuses its login in the
 * words that it has for a wrong password.
 */
export function requireNoCertificate({ account, clauses }: Pick<AccountDefinition, "account" | "clauses">): void {
  // A mutant survives: neither text asks for a certificate.
  const rule = clauses.get("REQUIRE") ?? "";
  if (!CERTIFICATE.test(rule.replace(/'(?:[^'\\]|\\.|'')*'/g, ""))) return;
  throw new RotationError("unsupported_account", {
    problem: `the account ${accountName(account)} requires a client certificate, and the function has none: no password lets it in`,
    found: `REQUIRE ${rule}`.slice(0, 200),
    allowed: "REQUIRE SSL or REQUIRE NONE",
    remedy: `let TLS and the password be enough (ALTER USER ${accountName(account)} REQUIRE SSL), or take this user out of rotation; nothing was changed`,
  });
}

/** Throws `host_mismatch` when two values that must speak of one server do not. */
export function requireSameHost(value: SecretValue, otherHost: string | undefined, other: string): void {
  if (otherHost === undefined || isSameHost(value.host, otherHost)) return;
  throw new RotationError("host_mismatch", {
    problem: `the secret and ${other} name different hosts`,
    found: `"${value.host}" and "${otherHost}"`,
    allowed: "the same host in both",
    remedy: 'correct "host" in the secret; admin rights are only ever used on the host of the admin secret',
  });
}

/** Throws `host_mismatch` for a host that is not on the function's list. An empty list allows every host. */
export function requireAllowedHost(host: string, allowedHosts: readonly string[]): void {
  if (allowedHosts.length === 0 || allowedHosts.some((allowed) => comparable(allowed) === comparable(host))) return;
  throw new RotationError("host_mismatch", {
    problem: "the secret names a host to which this function must not send a credential",
    found: `"${host}"`,
    allowed: allowedHosts.join(", "),
    remedy: 'correct "host" in the secret, or add the host to the function\'s setting ALLOWED_DATABASE_HOSTS',
  });
}

/** Throws `bad_secret_value` when no admin secret is named, or the secret names itself. */
export function requireAdminSecret(value: SecretValue, secretArn: string): string {
  const problem = (text: string, found: string) =>
    new RotationError("bad_secret_value", {
      problem: text,
      found,
      allowed: 'the ARN of the admin secret in "masterarn"',
      remedy: 'add "masterarn" to the value of the secret (PutSecretValue), then start the rotation again',
    });
  if (value.masterarn === undefined) throw problem("the secret does not say who its admin is", 'no "masterarn"');
  const { masterarn } = value;
  const isItself =
    masterarn === secretArn || secretArn.replace(/-[A-Za-z0-9]{6}$/, "").endsWith(`:secret:${masterarn}`);
  if (isItself) throw problem("the secret names itself as its admin", '"masterarn" is its own ARN');
  return masterarn;
}

/** How the function may speak to the database of this value. Throws `bad_secret_value` for plaintext that is not allowed. */
export function transportOf(value: SecretValue, plaintextAllowed: boolean): "verified" | "plaintext" {
  if (value.ssl) return "verified";
  if (plaintextAllowed) return "plaintext";
  throw new RotationError("bad_secret_value", {
    problem: "the secret asks for a connection without TLS, which this function does not make",
    found: '"ssl" is false',
    allowed: '"ssl" left out or true',
    remedy:
      'remove "ssl" from the value, or set ALLOW_PLAINTEXT_DATABASE=true on the function if the network is trusted',
  });
}

/**
 * Throws `unsupported_server` for servers whose accounts and grants this function does not know how to handle, and for one of another
 * kind than the secret says.
 */
export function requireKnownServer(server: ServerFeatures, engine: SecretValue["engine"]): void {
  requireEngine(server, engine);
  if (server.supported) return;
  throw new RotationError("unsupported_server", {
    problem: "this function does not know the accounts of the server",
    found: server.version.slice(0, 60),
    allowed: "MySQL 8.0.21 and later, MariaDB 10.11 and later",
    remedy: "upgrade the server; nothing was changed",
  });
}

/** Throws `unsupported_server` where the server is of another kind than the secret says: the two name users by other rules. */
export function requireEngine(server: ServerFeatures, engine: SecretValue["engine"]): void {
  if (server.flavour === engine) return;
  throw new RotationError("unsupported_server", {
    problem: "the server is not what the secret says",
    found: `"engine" is "${engine}", and the server says ${server.version.slice(0, 60)}`,
    allowed: `"engine" as the server is: "${server.flavour}"`,
    remedy: 'correct "engine" in the value of the secret, or "host"; nothing was changed',
  });
}

/** Throws unless the admin may change this user: the same host, and neither a system account nor the admin itself. */
export function validateAdminSecret(admin: AdminSecretValue, value: SecretValue): void {
  requireSameHost(value, admin.host, "its admin secret");
  refuseForbiddenUser(value.username, admin.username);
}

/** Names of hosts know neither case nor a dot at the end. */
export function isSameHost(one: string, other: string): boolean {
  return comparable(one) === comparable(other);
}

function comparable(host: string): string {
  // Stryker disable next-line MethodExpression: both cases compare names of hosts equally.
  return host.toLowerCase().replace(/\.$/, "");
}
