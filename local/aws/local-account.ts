import { local } from "../../environments/local";

/** The region and the account that the local AWS answers for where nothing else is asked for: those of the environment `local`. */
export const LOCAL_REGION = local.region;
export const LOCAL_ACCOUNT_ID = local.accountId;
