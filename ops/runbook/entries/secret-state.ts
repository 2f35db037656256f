import type { RunbookEntry } from "../entry";
import { actionCall } from "../function-call";

/** What was asked for, and the state of the secret. */
export const SECRET_STATE = {
  bad_event: {
    cause: "The function was invoked with an event that it does not know. It did nothing.",
    remedy: "Correct the event; the message names each wrong field.",
  },
  bad_setting: {
    cause: "An environment variable of the function, or the tag `rotation:usernames` of the secret, is wrong.",
    remedy: "Correct the environment file and deploy, or correct the tag.",
  },
  bad_secret_value: {
    cause: "The value of the secret cannot be rotated. The message lists every problem.",
    remedy: "Correct the value (PutSecretValue), then rotate.",
  },
  bad_admin_secret: {
    cause: "The admin secret that `masterarn` names holds no user name and password.",
    remedy: "Correct `masterarn` in the value of the secret, then rotate.",
  },
  rotation_not_enabled: {
    cause: "Rotation is switched off, or was never configured.",
    remedy:
      "Switch it on again. Where it was never configured, deploy the environment (`npm run deploy -- '<environment>-*'`).",
    command: "resume",
  },
  version_not_staged: {
    cause: "The token belongs to no version with a label: the rotation was cancelled, or the step was invoked by hand.",
    remedy: "Start a new rotation.",
    command: "rotate",
  },
  version_not_pending: {
    cause:
      "The token belongs to no pending version: the rotation was cancelled, has just been completed, or the step was invoked by hand. Or AWSCURRENT holds the password that the pending version is to bring, because its value was copied by hand.",
    remedy:
      "Nothing where `unstick` ends with state 1: the rotation is complete, and the repetition of the step finds that out. `unstick` removes a pending version that AWSCURRENT has made useless, and starts a new rotation. After a cancelled one, start it with `rotate` when it is wanted.",
    command: "unstick",
  },
  secret_not_found: {
    cause: "The secret does not exist in this account and region.",
    remedy: "Check account and region. A deleted secret may still be in its recovery window.",
    command: "restore-name",
  },
  version_not_found: {
    cause: "The version does not exist, or has no value yet.",
    remedy: "Check account and region, then rotate.",
    command: "rotate",
  },
  version_already_exists: {
    cause: "The version holds a value already, and a version's value never changes.",
    remedy: "Nothing: the stored value stands.",
  },
  version_not_tested: {
    cause:
      "finishSecret was invoked for a version that does not log in, or that has no value: by hand, or in the wrong order. AWSCURRENT was not moved.",
    remedy: "Start the rotation again; it runs the steps in their order. Never invoke finishSecret by hand.",
    command: "rotate",
  },
  pending_outdated: {
    cause:
      "The value in AWSCURRENT was changed after the rotation had copied it. The end of the rotation would undo the change. The message names the changed members.",
    remedy:
      "`unstick` cancels the rotation where that is proved to be safe, and starts a new one that copies the value as it is now. Within five minutes of the change it waits first, until no step can be running that began before.",
    command: "unstick",
    furtherCalls: [
      {
        text: "Only where the function's log line prints this command, cancelling is safe, once no step of the rotation is running any more (wait for the function's timeout):",
        call: actionCall({ kind: "cancel" }),
      },
      {
        text: "Where it does not, AWSCURRENT is refused and AWSPENDING holds the only password that works. [Set the password in AWSCURRENT as the admin](#set-the-password-that-the-secret-holds), then rotate:",
        call: 'aws secretsmanager rotate-secret --secret-id "$SECRET"',
      },
    ],
  },
  secrets_manager_refused: {
    cause: "Secrets Manager refused a call: missing rights, a deleted secret, or a label that has moved.",
    remedy: "The message names the call. Check the function's role, the endpoint policy and the key policy.",
  },
  secrets_manager_unavailable: {
    cause: "Secrets Manager did not answer the function.",
    remedy: "Check the interface endpoint, its security group and private DNS.",
  },
  code_not_deployed: {
    cause:
      "The function is made of another package than the one that the deployment planned: Lambda refused UpdateFunctionCode once, and AWS provider 5.x recorded it as done ([046](decisions/046-the-function-says-which-code-it-runs.md)). Nothing was changed; rotations run with the old code.",
    remedy:
      "Find out why Lambda refused it (a right, a lock, a signing rule), upload the package of this checkout (`npm run synth` writes it), and repeat the deployment.",
  },
  rotation_timed_out: {
    cause:
      "A deployment waited for a rotation that did not end, although the steps work when the function runs them itself.",
    remedy: "Check that secretsmanager.amazonaws.com may invoke the function, and whether Lambda throttles it.",
  },
  rotation_in_progress: {
    cause: "Another invocation works on the same pair of users.",
    remedy: "Repeat. If it persists, two secrets name the same user.",
    command: "status",
  },
  deadline_exceeded: {
    cause: "The invocation ran out of time.",
    remedy: "Raise the function's timeout, and find out what is slow.",
    command: "logs",
  },
  internal_error: {
    cause: "A defect of the function.",
    remedy: "Report the log line. Every step can be repeated safely.",
    command: "logs",
  },
} as const satisfies Readonly<Record<string, RunbookEntry>>;
