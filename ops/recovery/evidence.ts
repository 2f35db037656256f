import type { InspectResult } from "../../rotation-fn/actions/inspect";
import type { FunctionPort } from "../aws/ports";

/** Asks the function which versions of the secret log in now. Changes nothing; a refused login counts as a failed one. */
export async function inspectSecret(rotationFunction: FunctionPort, secretId: string): Promise<InspectResult> {
  return (await rotationFunction.invoke({ action: "inspect", secretId })) as InspectResult;
}
