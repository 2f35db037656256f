import type { RunbookEntry } from "../entry";

/** The database server and the way to it. */
export const SERVER = {
  unsupported_server: {
    cause: "The server is older than MySQL 8.0.21 or MariaDB 10.11, or is not the `engine` that the value names.",
    remedy: "Upgrade the server, or correct `engine`.",
  },
  network_unreachable: {
    cause:
      "Host and port did not answer. A server whose disk is full answers no login while another one waits to be committed.",
    remedy:
      "Check the security groups (function to database), the state of the database (`storage-full`: raise its storage), and `host` and `port` of the secret. " +
      "A destroy: [start the database and destroy again](redeploy.md#a-destroy-while-the-database-does-not-answer).",
    command: "status",
  },
  tls_untrusted: {
    cause: "The function trusts no authority that signed the server's certificate.",
    remedy: "Package the function for the region of the database, or set `DATABASE_CA_FILE`.",
  },
  tls_wrong_name: {
    cause: "`host` is not a name in the server's certificate.",
    remedy: "Use the RDS endpoint itself, not an alias.",
  },
  tls_unavailable: {
    cause: "The server offers no TLS.",
    remedy: "Enable TLS. Plaintext needs `ssl: false` in the value and `ALLOW_PLAINTEXT_DATABASE` on the function.",
  },
  unknown_database: {
    cause: "`dbname` does not exist.",
    remedy: "Create it, or correct the secret.",
    command: "reconcile",
  },
  too_many_connections: {
    cause: "The server has no free connection.",
    remedy: "Free some, then rotate.",
    command: "rotate",
  },
  read_only_server: {
    cause: "`host` is a replica, and the secret names no writer. Nothing was changed.",
    remedy:
      "Let `host` name the writer, or name the writer in `writerHost` ([migration](migration.md#readers-and-proxies)).",
  },
  replica_behind: {
    cause:
      "`host` is a reader that did not receive the change in time. The writer has it, and AWSCURRENT works at both.",
    remedy:
      "Nothing while the reader catches up: the step is repeated. `SHOW REPLICA STATUS` at the reader shows its lag.",
    command: "status",
  },
  replica_stopped: {
    cause: "`host` is a reader that applies no changes.",
    remedy:
      "`SHOW REPLICA STATUS` at the reader says why. Start it (`CALL mysql.rds_start_replication` on RDS); the step is repeated.",
  },
  object_missing: {
    cause:
      "The server refuses a right on a table, column, view or routine that no longer exists, and the rotation could not leave it out.",
    remedy:
      "Revoke the right that names the object from the account in the message, or restore the object. Then rotate.",
  },
  account_is_definer: {
    cause:
      "MySQL creates no account that views, routines, triggers or events already name as their definer: the account would adopt them. They came with a dump or a snapshot, or their definer was dropped. The message names them.",
    remedy:
      "Give them another definer (`ALTER DEFINER = … VIEW …`; recreate a routine, trigger or event), or drop them. Or name another pair of users in the tag `rotation:usernames`. Then rotate. The call below lists every object whose definer is no account.",
  },
  database_locked: {
    cause:
      "Another session holds a lock that prevents changes of accounts: a backup (`LOCK INSTANCE FOR BACKUP`), `FLUSH TABLES WITH READ LOCK`, a long transaction on `mysql`. The statement gave up after seconds and changed nothing.",
    remedy:
      "Nothing while a backup runs. If it persists, find the session (`SHOW FULL PROCESSLIST`) and end it (`CALL mysql.rds_kill(<id>)`).",
    command: "status",
  },
  statement_timed_out: {
    cause:
      "The login worked, and the server did not answer a statement within 10 seconds. Security groups are not the cause.",
    remedy:
      "Find out what keeps the server busy (`SHOW FULL PROCESSLIST`). On a full disk statements wait for space: raise the storage of the instance; the rotation continues by itself then.",
    command: "status",
  },
  server_unavailable: {
    cause:
      "The server ended the session or the statement (restart, failover, offline mode, `KILL`, a time limit), or lacks memory, threads or disk space.",
    remedy: "Nothing while the database restarts. Otherwise look at its events, storage and memory.",
    command: "status",
  },
  database_refused: {
    cause:
      "The server answered with an error that no other code stands for. The message says what to do where the error is known (`init_connect`, a mandatory role, a right of a removed plugin, a definer).",
    remedy: "Do what the message says. Otherwise look the number up in the server's error reference.",
    command: "logs",
    furtherCalls: [
      {
        text: "With `needsHuman`, or when it persists for ten minutes, see what happened to the database:",
        call: 'aws rds describe-events --source-type db-instance --source-identifier "$DATABASE" --duration 1440',
      },
    ],
  },
} as const satisfies Readonly<Record<string, RunbookEntry>>;
