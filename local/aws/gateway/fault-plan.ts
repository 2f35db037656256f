import type { Fault, FaultedCall, FaultPlan, PlannedFault } from "./gateway";
import type { AwsRequest } from "./requests/aws-request";

interface Waiting {
  readonly fault: Fault;
  hits: number;
}

/** The planned faults, which the gateway consults at each call. */
export interface AskedFaultPlan extends FaultPlan {
  /** The fault that hits this request, which counts as a hit, or undefined. */
  faultFor(request: Pick<AwsRequest, "service" | "action" | "accessKeyId" | "resource" | "json">): Fault | undefined;
}

export function createFaultPlan(): AskedFaultPlan {
  const waiting = new Set<Waiting>();
  return {
    add(fault): PlannedFault {
      const added: Waiting = { fault, hits: 0 };
      waiting.add(added);
      return {
        get hits() {
          return added.hits;
        },
        remove: () => void waiting.delete(added),
      };
    },
    faultFor(request) {
      const { accessKeyId, resource, json } = request;
      const call: FaultedCall = {
        accessKeyId,
        ...(resource === undefined ? {} : { resource }),
        ...(json === undefined ? {} : { input: json }),
      };
      for (const planned of waiting) {
        const { service, action, times, when } = planned.fault;
        if (service !== request.service || action !== request.action || planned.hits >= times) continue;
        if (when?.(call) === false) continue;
        planned.hits += 1;
        return planned.fault;
      }
      return undefined;
    },
  };
}
