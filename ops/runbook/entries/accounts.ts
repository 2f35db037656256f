import type { RunbookEntry } from "../entry";
import { actionCall } from "../function-call";

const CANCEL = actionCall({ kind: "cancel" });
const RESTORE_STRATEGY = actionCall({ kind: "restore-strategy", strategy: "alternating-users" });

/** The guards, and the accounts and their passwords. */
export const ACCOUNTS = {
  host_mismatch: {
    cause:
      "The secret names another host than its pair, its admin, the environment or the function's list; or a reader that does not follow the writer.",
    remedy: "Correct `host`, or `ALLOWED_DATABASE_HOSTS`. After a database has moved, deploy.",
  },
  user_mismatch: {
    cause:
      "The pending version is for another user than expected: the tag `rotation:strategy` or `rotation:usernames` was changed during a rotation. Or the value names another user than the environment or the tag.",
    remedy:
      "`unstick` finds out whether the database has the pending password. It cancels the rotation only where the database does not have it; otherwise it says which tag to restore.",
    command: "unstick",
    furtherCalls: [
      {
        text: "Only where the function's log line prints this command, the database does not have the pending password:",
        call: CANCEL,
      },
      {
        text: "Otherwise **do not cancel**. Restore the tag (the log line has the strategy), let the rotation end, then change the tag:",
        call: RESTORE_STRATEGY,
      },
    ],
  },
  username_too_long: {
    cause: "The user name with `_clone` has over 32 characters (MariaDB: 80).",
    remedy: "Choose a shorter user name, or name both users in the tag `rotation:usernames`.",
  },
  forbidden_account: {
    cause: "The secret names a system account, or the admin's own.",
    remedy: "Correct `username`.",
  },
  account_not_ours: {
    cause:
      "An account exists that was not made for this secret, and no password of the secret is its own. Or two secrets name one user: this one may log in, and another one has set the account's first password.",
    remedy:
      "Choose another user name, or take the account over with the statement in the message ([014](decisions/014-whose-account-it-is.md), [029](decisions/029-one-secret-for-one-user.md)).",
  },
  account_not_found: {
    cause: "An account disappeared during the change.",
    remedy: "Find out who drops accounts, then rotate.",
    command: "rotate",
  },
  credential_lost: {
    cause:
      "The server refuses every version of the secret that the function may try: the password was changed by hand, or the database was restored from a backup.",
    remedy:
      "`unstick` sets the account's password to the one in AWSCURRENT and continues the rotation. For `admin-rotated`, `ALLOW_ADMIN_RESET=true` on the function permits that in the rotation itself; remove it afterwards.",
    command: "unstick",
  },
  unsupported_strategy: {
    cause: "The tag `rotation:strategy` names a strategy that does not exist.",
    remedy: "Correct the tag, then rotate.",
  },
  unsupported_account: {
    cause:
      "The message says which of these it is: the account logs in by a plugin that the server does not have (1524, `mysql_native_password` after an upgrade); it requires a client certificate (`ssl_type` is X509 or SPECIFIED), which the function does not have; it has no single password (on MariaDB: another way to log in beside it); the user has a second account with another password; or a grant is not understood.",
    remedy:
      "Plugin: `ALTER USER … IDENTIFIED WITH caching_sha2_password BY '<password in AWSCURRENT>'`. Certificate: `ALTER USER … REQUIRE SSL`, or take the user out of rotation. Second account: rename or drop it, or mark it with the statement in the message. Report a grant that is not understood.",
  },
  login_refused: {
    cause:
      "The server refuses the user and the password of the app secret: the password was changed by hand, or the account was dropped. `password_last_changed` says when it was changed. With X509 or SPECIFIED in `ssl_type` no password helps: see `unsupported_account`.",
    remedy: "`unstick` brings the account and the secret together and continues the rotation.",
    command: "unstick",
  },
  admin_login_refused: {
    cause: "The database refuses the credential in the admin secret. No rotation can work; applications still log in.",
    remedy:
      "Let RDS set a new admin password, in the database and in the secret. Where RDS does not manage the admin, set the admin's password in the database to the one in the secret. Then rotate.",
  },
  account_locked: {
    cause: "The account is locked.",
    remedy: "`ALTER USER … ACCOUNT UNLOCK`, or wait for its PASSWORD_LOCK_TIME. Then rotate.",
  },
  password_expired: {
    cause: "The current password has expired.",
    remedy:
      "Set it again to the secret's value and let it never expire: `ALTER USER … IDENTIFIED BY … PASSWORD EXPIRE NEVER` (the second part alone does not reactivate it).",
  },
  missing_privilege: {
    cause: "The admin or the app user lacks a right that the server names.",
    remedy: "Grant it, then rotate.",
  },
  password_rejected: {
    cause:
      "The server's password policy (validate_password, or a plugin of MariaDB) does not accept a password of the function.",
    remedy:
      "Make the function's password settings as strict as the server's and deploy. The pending password never changes, so that the rotation has to be cancelled: `unstick` does that where the database does not have the password.",
    command: "unstick",
    furtherCalls: [{ text: "Only where the function's log line prints this command:", call: CANCEL }],
  },
  password_reused: {
    cause: "PASSWORD HISTORY refuses the password.",
    remedy:
      "Repeat. If it persists, `unstick` cancels the rotation where the database does not have the pending password.",
    command: "unstick",
  },
  password_not_primary: {
    cause: "The password that was to be replaced is only the account's second one.",
    remedy: "Repeat.",
    command: "rotate",
  },
  password_required: {
    cause:
      "The account must name its current password to change it (PASSWORD REQUIRE CURRENT), and no version of the secret holds it.",
    remedy: "`unstick` lets the admin set the account's password to the one in AWSCURRENT and continues the rotation.",
    command: "unstick",
  },
  account_incomplete: {
    cause:
      "The pending user lacks rights of the current one (the message names them), or the login was matched to another account.",
    remedy:
      "Repeat: setSecret grants what is missing. If it persists, find out who revokes it, or drop the account that shadows it.",
    command: "rotate",
  },
} as const satisfies Readonly<Record<string, RunbookEntry>>;
