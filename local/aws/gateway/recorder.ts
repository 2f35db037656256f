import { appendFileSync } from "node:fs";
import type { GatewayCall } from "./gateway";

/** Records the calls: in memory, and one JSON document a line in a file that is continued after a restart. */
export interface Recorder {
  record(call: GatewayCall): void;
  /** Since this start. */
  calls(): readonly GatewayCall[];
}

export function createRecorder(file: string): Recorder {
  const calls: GatewayCall[] = [];
  return {
    record(call) {
      calls.push(call);
      appendFileSync(file, `${JSON.stringify(call)}\n`, { mode: 0o600 });
    },
    calls: () => [...calls],
  };
}
