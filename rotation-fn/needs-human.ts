import type { ErrorCode, RotationError } from "./errors";

/** What an outcome line adds when repeating the step cannot help. */
export interface HumanHelp {
  readonly needsHuman: true;
  /**
   * One line for a shell: it shows the cause, or removes it. What the function does not know is a variable of the runbook's first block
   * (`"$SECRET"`), and not a word in angle brackets, which a shell would take for a file. Only quoted SQL has such words.
   */
  readonly command: string;
}

/** Which rotation failed, in which function; each may be unknown. */
export interface FailedRotation {
  readonly secretId: string | undefined;
  readonly token: string | undefined;
  readonly functionName?: string | undefined;
}

type CommandFor = (rotation: FailedRotation, error: RotationError) => string;

/**
 * The one table: every code either heals by itself, by the retries of Secrets Manager and the next window ("retry"), or needs a
 * person, who is given a command. docs/runbook.md says the same in more words.
 */
const HELP: Readonly<Record<ErrorCode, CommandFor | "retry" | { readonly whenRepeated: CommandFor }>> = {
  bad_event: describeSecret,
  bad_setting: ({ functionName }) =>
    `aws lambda get-function-configuration --function-name ${functionWord(functionName)} --query Environment`,
  bad_secret_value: correctValue,
  bad_admin_secret: correctValue,
  rotation_not_enabled: describeSecret,
  version_not_staged: rotateSecret,
  // Also what setSecret finds right after a rotation was completed: its repetition sees that.
  version_not_pending: { whenRepeated: rotateSecret },
  secret_not_found: describeSecret,
  version_not_found: "retry",
  version_already_exists: "retry",
  version_not_tested: rotateSecret,
  pending_outdated: showAccounts,
  secrets_manager_refused: ({ secretId }) =>
    `aws secretsmanager get-resource-policy --secret-id ${shellWord(secretId, '"$SECRET"')}`,
  secrets_manager_unavailable: "retry",
  code_not_deployed: ({ functionName }) =>
    `aws lambda update-function-code --function-name ${functionWord(functionName)} --zip-file fileb://dist/rotation-fn.zip`,
  rotation_timed_out: ({ functionName }) => `aws lambda get-policy --function-name ${functionWord(functionName)}`,
  host_mismatch: correctValue,
  user_mismatch: describeSecret,
  username_too_long: correctValue,
  forbidden_account: correctValue,
  account_not_ours: showAccounts,
  account_not_found: "retry",
  unsupported_strategy: describeSecret,
  unsupported_server: (_, error) => sql(error, "SELECT VERSION()"),
  unsupported_account: showAccounts,
  network_unreachable: "retry",
  tls_untrusted: showCertificate,
  tls_wrong_name: showCertificate,
  tls_unavailable: (_, error) => sql(error, "SHOW VARIABLES LIKE '%tls_version%'"),
  login_refused: showAccounts,
  admin_login_refused: rotateAdminPassword,
  account_locked: (_, error) => sql(error, `ALTER USER ${accountOf(error)} ACCOUNT UNLOCK`),
  // EXPIRE NEVER alone does not wake an account that has expired (measured, 9.7); a password does, and it may be the same one.
  password_expired: (_, error) =>
    sql(error, `ALTER USER ${accountOf(error)} IDENTIFIED BY '<password in AWSCURRENT>' PASSWORD EXPIRE NEVER`),
  unknown_database: (_, error) => sql(error, "SHOW DATABASES"),
  too_many_connections: "retry",
  read_only_server: () =>
    'aws rds describe-db-instances --query "DBInstances[].[Endpoint.Address,ReadReplicaSourceDBInstanceIdentifier]"',
  replica_behind: "retry",
  replica_stopped: (_, error) => sql(error, "SHOW REPLICA STATUS"),
  missing_privilege: (_, error) => sql(error, `SHOW GRANTS FOR ${accountOf(error)}`),
  object_missing: (_, error) => sql(error, `SHOW GRANTS FOR ${accountOf(error)}`),
  account_is_definer: showOrphans,
  password_rejected: showPasswordPolicy,
  password_reused: "retry",
  credential_lost: showAccounts,
  password_not_primary: "retry",
  password_required: showAccounts,
  rotation_in_progress: { whenRepeated: (_, error) => sql(error, "SHOW FULL PROCESSLIST") },
  account_incomplete: showAccounts,
  database_locked: "retry",
  statement_timed_out: "retry",
  server_unavailable: "retry",
  database_refused: { whenRepeated: showEvents },
  deadline_exceeded: "retry",
  internal_error: ({ functionName }) => `aws logs tail "/aws/lambda/${functionName ?? "$FUNCTION"}" --since 1h`,
};

/**
 * The fields for the line of a failure that will not go away by itself, or none. `isRepeated`: the same step has been failing for
 * some time, which makes a person necessary where the cause is not known.
 */
export function humanHelp(error: RotationError, rotation: FailedRotation, isRepeated = false): HumanHelp | undefined {
  const { action } = error;
  if (action?.kind === "cancel") return { needsHuman: true, command: cancelAndRotate(rotation) };
  if (action?.kind === "move-current-back") return { needsHuman: true, command: moveCurrentBack(rotation, action) };
  if (action?.kind === "restore-strategy") {
    return { needsHuman: true, command: restoreStrategy(rotation, action.strategy) };
  }
  const help = HELP[error.code];
  if (typeof help === "function") return { needsHuman: true, command: help(rotation, error) };
  if (!error.needsHuman && !(help !== "retry" && isRepeated)) return undefined;
  return { needsHuman: true, command: (help === "retry" ? showEvents : help.whenRepeated)(rotation, error) };
}

/** What happened to the database: restarts, failovers, full storage, changed parameters. */
function showEvents(): string {
  return 'aws rds describe-events --source-type db-instance --source-identifier "$DATABASE" --duration 1440';
}

function describeSecret({ secretId }: FailedRotation, { adminSecretId }: RotationError): string {
  return `aws secretsmanager describe-secret --secret-id ${shellWord(adminSecretId ?? secretId, '"$SECRET"')}`;
}

export function rotateSecret({ secretId }: Pick<FailedRotation, "secretId">): string {
  return `aws secretsmanager rotate-secret --secret-id ${shellWord(secretId, '"$SECRET"')}`;
}

/** Only where no client can need the pending password (`RemedyAction`): the only time that AWSPENDING may be removed. */
function cancelAndRotate(rotation: FailedRotation): string {
  const secret = shellWord(rotation.secretId, '"$SECRET"');
  const version = shellWord(rotation.token, '"$(version AWSPENDING)"');
  return (
    `aws secretsmanager update-secret-version-stage --secret-id ${secret} --version-stage AWSPENDING ` +
    `--remove-from-version-id ${version} && ${rotateSecret(rotation)}`
  );
}

function moveCurrentBack(
  { secretId }: FailedRotation,
  { to, from }: { readonly to: string; readonly from: string },
): string {
  return (
    `aws secretsmanager update-secret-version-stage --secret-id ${shellWord(secretId, '"$SECRET"')} --version-stage AWSCURRENT ` +
    `--move-to-version-id ${shellWord(to, '"$(version AWSPENDING)"')} --remove-from-version-id ${shellWord(from, '"$(version AWSCURRENT)"')}`
  );
}

function restoreStrategy(rotation: FailedRotation, strategy: string): string {
  const secret = shellWord(rotation.secretId, '"$SECRET"');
  return `aws secretsmanager tag-resource --secret-id ${secret} --tags Key=rotation:strategy,Value=${strategy} && ${rotateSecret(rotation)}`;
}

/** What the server demands of a password: the component of MySQL, its older plugin, or the plugin of MariaDB. */
function showPasswordPolicy(_: FailedRotation, error: RotationError): string {
  const variables = error.endpoint?.engine === "mariadb" ? "simple_password_check%" : "validate_password%";
  return sql(error, `SHOW VARIABLES LIKE '${variables}'`);
}

/**
 * RDS sets a new password in the database and in the secret, which needs no login of the admin. It must be applied at once.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
function rotateAdminPassword(_: FailedRotation, { endpoint, adminSecretId }: RotationError): string {
  if (adminSecretId !== undefined && !adminSecretId.includes("rds!")) {
    return `aws secretsmanager list-secret-version-ids --secret-id ${shellWord(adminSecretId, '"$ADMIN_SECRET"')}`;
  }
  const instance = /^([\w-]+)\.[\w.-]+\.rds\.amazonaws\.com(?:\.cn)?$/.exec(endpoint?.host ?? "")?.[1];
  return (
    `aws rds modify-db-instance --db-instance-identifier ${shellWord(instance, '"$DATABASE"')} ` +
    "--rotate-master-user-password --apply-immediately"
  );
}

/** From a file, so that no password ends up in the history of a shell. */
function correctValue({ secretId }: FailedRotation): string {
  const secret = shellWord(secretId, '"$SECRET"');
  return `aws secretsmanager put-secret-value --secret-id ${secret} --secret-string file://corrected-value.json`;
}

function showCertificate(_: FailedRotation, { endpoint }: RotationError): string {
  const address = shellWord(endpoint && `${endpoint.host}:${endpoint.port}`, '"$DB_HOST:$DB_PORT"');
  return `openssl s_client -starttls mysql -connect ${address} -showcerts </dev/null`;
}

/** When a password was changed, and whether by whom it should have been: the first thing to know after a refused login. */
function showAccounts(_: FailedRotation, error: RotationError): string {
  // ALTERNATE_SUFFIX of the settings, which import the errors: this file may import nothing.
  const user = error.endpoint?.username.replace(/_clone$/, "");
  const which = user === undefined ? "" : ` WHERE User LIKE ${sqlText(`${user}%`)}`;
  if (error.endpoint?.engine === "mariadb") {
    const locked = "JSON_VALUE(Priv, '$.account_locked') AS locked";
    const changed = "FROM_UNIXTIME(JSON_VALUE(Priv, '$.password_last_changed')) AS password_last_changed";
    const tls = "JSON_VALUE(Priv, '$.ssl_type') AS ssl_type";
    return sql(error, `SELECT User, Host, ${tls}, ${locked}, ${changed} FROM mysql.global_priv${which}`);
  }
  return sql(
    error,
    `SELECT User, Host, plugin, ssl_type, account_locked, password_last_changed, User_attributes FROM mysql.user${which}`,
  );
}

/** The objects whose definer is no account: MySQL makes no account that would adopt them. */
function showOrphans(_: FailedRotation, error: RotationError): string {
  const sources = [
    ["TABLE", "VIEWS"],
    ["ROUTINE", "ROUTINES"],
    ["TRIGGER", "TRIGGERS"],
    ["EVENT", "EVENTS"],
  ].map(([name, view]) => `SELECT DEFINER, ${name}_SCHEMA, ${name}_NAME FROM information_schema.${view}`);
  const accounts = "SELECT CONCAT(User, '@', Host) FROM mysql.user";
  return sql(error, `SELECT * FROM (${sources.join(" UNION ALL ")}) AS defined WHERE DEFINER NOT IN (${accounts})`);
}

/** The account that the error is about. Its host part is the usual one; the server's own is not known when a login fails. */
function accountOf({ endpoint }: RotationError): string {
  return endpoint === undefined ? "<user>" : `${sqlText(endpoint.username)}@'%'`;
}

function sql({ endpoint }: RotationError, statement: string): string {
  const host = shellWord(endpoint?.host, '"$DB_HOST"');
  // MySQL's own client of today cannot log in to a MariaDB any more.
  const client = endpoint?.engine === "mariadb" ? "mariadb" : "mysql";
  return `${client} --host=${host} --port=${endpoint?.port ?? '"$DB_PORT"'} --user="$ADMIN" --password --execute=${inDoubleQuotes(statement)}`;
}

function sqlText(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

const functionWord = (name: string | undefined): string => shellWord(name, '"$FUNCTION"');

/** A word that a shell takes as it is. Ids and names are not trusted, and an operator will paste the line. */
function shellWord(text: string | undefined, placeholder: string): string {
  if (text === undefined) return placeholder;
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function inDoubleQuotes(text: string): string {
  return `"${text.replace(/[\\"$`!]/g, "\\$&")}"`;
}
