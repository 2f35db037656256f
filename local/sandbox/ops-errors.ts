import { OpsError } from "../../ops/error";
import { LocalError } from "../terminal/error";

/** Runs what the operators' commands share with the sandbox; its failures get a code of this program. */
export async function withLocalErrors<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof OpsError ? new LocalError("command_failed", error.parts, { cause: error }) : error;
  }
}
