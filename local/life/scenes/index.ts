import { changesOfSecrets } from "./changes-of-secrets";
import { deploy } from "./deploy";
import { destroy } from "./destroy";
import { emptyPlans } from "./empty-plans";
import { rotations } from "./rotations";
import type { Scene } from "./scene";

/** The life, in its order. */
export const SCENES: readonly Scene[] = [deploy, rotations, emptyPlans, changesOfSecrets, destroy];

/** Played whatever is chosen: nothing can be done without the first, and nothing may be left without the last. */
export const ALWAYS: readonly string[] = [deploy.name, destroy.name];
