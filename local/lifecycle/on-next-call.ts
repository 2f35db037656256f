import type { Gateway } from "../aws/gateway/gateway";

/** Which call, of which secret. */
export interface AwaitedCall {
  readonly service: string;
  readonly action: string;
  /** Part of the name or ARN that the call names. */
  readonly resource: string;
}

/** Something that is to happen at a call. */
export interface AtCall {
  /** Resolves when it has been done; rejects when it failed. Never settles when the call does not come. */
  readonly done: Promise<void>;
  readonly happened: () => boolean;
}

/** So long the call waits, so that what is done meanwhile is done before it takes effect. */
const HOLD_MS = 2_000;

/** Does something when a call arrives for the first time, before it takes effect: so an accident happens at a known moment. */
export function atCall({ faults }: Pick<Gateway, "faults">, call: AwaitedCall, work: () => Promise<void>): AtCall {
  let happened = false;
  const done = new Promise<void>((resolve, reject) => {
    faults.add({
      service: call.service,
      action: call.action,
      times: 1,
      delayMs: HOLD_MS,
      when: ({ resource }) => {
        if (happened || resource?.includes(call.resource) !== true) return false;
        happened = true;
        work().then(resolve, reject);
        return true;
      },
    });
  });
  done.catch(() => undefined); // the caller that awaits it gets the error
  return { done, happened: () => happened };
}
