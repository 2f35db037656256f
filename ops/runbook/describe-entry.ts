import { ERROR_CODES, type ErrorCode } from "../../rotation-fn/errors";
import { RUNBOOK_ENTRIES } from "./entries";
import type { CureCommand, RunbookEntry } from "./entry";
import { codeCall } from "./function-call";

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
  const call = codeCall(code);
  return { code, ...RUNBOOK_ENTRIES[code], healsByItself: call === undefined, functionCall: call };
}

/** The command line of a cure; the two words in angle brackets are the operator's. */
export function cureLine(command: CureCommand, environment = "<environment>", secret = "<secret>"): string {
  return `npm run ops -- ${command} ${environment} ${secret}`;
}
