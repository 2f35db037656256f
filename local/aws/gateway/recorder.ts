import { appendFileSync } from "node:fs";
import type { GatewayCall } from "./gateway";

/** Records the calls: in memory, and one JSON document a line in a file that is continued after a restart. */
export interface Recorder {
  record(call: GatewayCall): void;
  /** Since this start. */
  calls(): readonly GatewayCall[];
}

/** @param onCall gets each call as well; its failure is reported and changes nothing */
export function createRecorder(file: string, onCall: (call: GatewayCall) => void = () => {}): Recorder {
  const calls: GatewayCall[] = [];
  return {
    record(call) {
      calls.push(call);
      appendFileSync(file, `${JSON.stringify(call)}\n`, { mode: 0o600 });
      try {
        onCall(call);
      } catch (error) {
        process.emitWarning(`a listener of the gateway failed: ${error instanceof Error ? error.message : error}`);
      }
    },
    calls: () => [...calls],
  };
}
