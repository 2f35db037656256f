import type { StepName } from "../ports/rotation-steps";
import { createSecret } from "./create-secret";
import { finishSecret } from "./finish-secret";
import { checkVersion, type Rotation } from "./rotation";
import { setSecret } from "./set-secret";
import { testSecret } from "./test-secret";

const STEP_FUNCTIONS: Readonly<Record<StepName, (rotation: Rotation) => Promise<void>>> = {
  createSecret,
  setSecret,
  testSecret,
  finishSecret,
};

/** Runs one step, or nothing when its version is AWSCURRENT already: a late or repeated step does no harm. */
export async function runStep(step: StepName, rotation: Rotation): Promise<"done" | "already-current"> {
  if (checkVersion(rotation.secret, rotation.token) === "already-current") return "already-current";
  await STEP_FUNCTIONS[step](rotation);
  return "done";
}
