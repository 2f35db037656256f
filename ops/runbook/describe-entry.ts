import { ERROR_CODES, type ErrorCode, RotationError } from "../../rotation-fn/errors";
import { humanHelp } from "../../rotation-fn/needs-human";
import { RUNBOOK_ENTRIES } from "./entries";
import type { CureCommand, RunbookEntry } from "./entry";

/** Everything that the runbook knows of a code: the entry, and what the function's own table says. */
export interface DescribedEntry extends RunbookEntry {
  readonly code: ErrorCode;
  /** Whether Secrets Manager's retries and the next window cure it without a person. */
  readonly healsByItself: boolean;
  /** The line that the function prints for this code, with the variables of the runbook's first block. */
  readonly functionCall: string | undefined;
}

export function isErrorCode(text: string): text is ErrorCode {
  return ERROR_CODES.some((code) => code === text);
}

export function describeEntry(code: ErrorCode): DescribedEntry {
  const help = humanHelp(new RotationError(code, { problem: code, remedy: "" }), {
    secretId: undefined,
    token: undefined,
  });
  return {
    code,
    ...RUNBOOK_ENTRIES[code],
    healsByItself: help === undefined,
    functionCall: help === undefined ? undefined : asAdmin(help.command),
  };
}

/** The command line of a cure; the two words in angle brackets are the operator's. */
export function cureLine(command: CureCommand, environment = "<environment>", secret = "<secret>"): string {
  return `npm run ops -- ${command} ${environment} ${secret}`;
}

/** The runbook's first block has a function for the admin's client, which puts no password into arguments. */
function asAdmin(command: string): string {
  return command.replace('mysql --host="$DB_HOST" --port="$DB_PORT" --user="$ADMIN" --password', "as_admin");
}
