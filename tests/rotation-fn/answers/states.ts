import { ACCOUNT_STATES } from "./accounts";
import { SECRET_STATES } from "./secrets";
import { SERVER_STATES } from "./servers";
import type { State } from "./state";
import { VALUE_STATES } from "./values";

export const STATES: readonly State[] = [...VALUE_STATES, ...ACCOUNT_STATES, ...SECRET_STATES, ...SERVER_STATES];
