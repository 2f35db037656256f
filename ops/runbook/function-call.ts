import { type ErrorCode, type RemedyAction, RotationError } from "../../rotation-fn/errors";
import { type HumanHelp, humanHelp } from "../../rotation-fn/needs-human";

/** The lines that the function prints for the operator, with the variables of the runbook's first block. */

/** For an error code. Undefined where it heals by itself. */
export function codeCall(code: ErrorCode): string | undefined {
  const help = helpFor(code);
  return help === undefined ? undefined : asAdmin(help.command);
}

/** For what the function has proved to be safe, whatever the code. */
export function actionCall(action: RemedyAction): string {
  const help = helpFor("internal_error", action);
  if (help === undefined) throw new Error(`the function prints no line for ${action.kind}`);
  return asAdmin(help.command);
}

function helpFor(code: ErrorCode, action?: RemedyAction): HumanHelp | undefined {
  const error = new RotationError(code, { problem: code, remedy: "" }, action === undefined ? {} : { action });
  return humanHelp(error, { secretId: undefined, token: undefined });
}

/** The first block has a function for the admin's client, which puts no password into arguments. */
function asAdmin(command: string): string {
  return command.replace('mysql --host="$DB_HOST" --port="$DB_PORT" --user="$ADMIN" --password', "as_admin");
}
