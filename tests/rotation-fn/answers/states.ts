import { ACCOUNT_STATES } from "./accounts";
import { EVIDENCE_STATES } from "./actions-evidence";
import { WAITING_STATES } from "./actions-waiting";
import { LEFTOVER_STATES } from "./leftovers";
import { ONE_MORE_HOST_STATES } from "./one-more-host";
import { PROVISIONING_STATES } from "./provisioning";
import { PROVISIONING_RACE_STATES } from "./provisioning-races";
import { RACE_STATES } from "./races";
import { REFUSED_LOGIN_STATES } from "./refused-logins";
import { RIGHTS_STATES } from "./rights";
import { REFUSED_RIGHTS_STATES } from "./rights-refused";
import { SECRET_STATES } from "./secrets";
import { SERVER_STATES } from "./servers";
import type { State } from "./state";
import { VALUE_STATES } from "./values";

export const STATES: readonly State[] = [
  ...VALUE_STATES,
  ...ACCOUNT_STATES,
  ...RIGHTS_STATES,
  ...REFUSED_RIGHTS_STATES,
  ...SECRET_STATES,
  ...SERVER_STATES,
  ...RACE_STATES,
  ...LEFTOVER_STATES,
  ...PROVISIONING_STATES,
  ...PROVISIONING_RACE_STATES,
  ...ONE_MORE_HOST_STATES,
  ...REFUSED_LOGIN_STATES,
  ...WAITING_STATES,
  ...EVIDENCE_STATES,
];
