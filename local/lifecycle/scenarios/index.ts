import { changesAround } from "./changes-around";
import { changesOfSecrets } from "./changes-of-secrets";
import { definers } from "./definers";
import { deploy } from "./deploy";
import { destroy } from "./destroy";
import { emptyPlans } from "./empty-plans";
import { failedChanges } from "./failed-changes";
import { failedFirstRotations } from "./failed-first-rotations";
import { lostState } from "./lost-state";
import { mendedByApply } from "./mended-by-apply";
import { provisionedTwice } from "./provisioned-twice";
import { redeployed } from "./redeployed-under-the-same-name";
import { rotations } from "./rotations";
import type { Scenario } from "./scenario";
import { stoppedBastion } from "./stopped-bastion";
import { unreachableDatabase } from "./unreachable-database";

/** The scenarios in the order in which one environment goes through them. */
export const SCENARIOS: readonly Scenario[] = [
  deploy,
  rotations,
  emptyPlans,
  changesOfSecrets,
  failedChanges,
  provisionedTwice,
  definers,
  mendedByApply,
  failedFirstRotations,
  lostState,
  stoppedBastion,
  redeployed,
  changesAround,
  unreachableDatabase,
  destroy,
];

/** Played whatever is chosen: nothing can be done without the first, and nothing may be left without the last. */
export const ALWAYS: readonly string[] = [deploy.name, destroy.name];

const IN_SECOND: readonly Scenario[] = [changesAround, unreachableDatabase, destroy];

/**
 * Who plays what in a whole run: two environments side by side, each in a local AWS of its own. The provider waits for most of the time that
 * one environment takes, a minute for a new database alone.
 */
export const ENVIRONMENTS: readonly (readonly Scenario[])[] = [
  SCENARIOS.filter((scenario) => !IN_SECOND.includes(scenario)),
  [deploy, ...IN_SECOND],
];
