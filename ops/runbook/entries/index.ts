import type { ErrorCode } from "../../../rotation-fn/errors";
import type { RunbookEntry } from "../entry";
import { ACCOUNTS } from "./accounts";
import { SECRET_STATE } from "./secret-state";
import { SERVER } from "./server";

/** One entry for each error code of the function. A missing code, or one that does not exist, does not compile. */
export const RUNBOOK_ENTRIES: Readonly<Record<ErrorCode, RunbookEntry>> = {
  ...SECRET_STATE,
  ...ACCOUNTS,
  ...SERVER,
};
