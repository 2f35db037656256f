import { type FunctionProcess, type FunctionProcessOptions, type InvokeOutcome, startFunctionProcess } from "./start";

/** One invocation, and the process that handled it. */
export interface PoolRun {
  readonly outcome: InvokeOutcome;
  /** 1 for the first process that was started. */
  readonly processNumber: number;
  /** True when the process was started for this invocation. */
  readonly isCold: boolean;
}

/** The processes of one function in one configuration: each handles one event at a time and stays warm for the next. */
export interface ProcessPool {
  /** How many events are being handled. */
  readonly busy: number;
  /** Uses a process that is free, the oldest first, else starts one. A function that cannot be loaded is an outcome, too. */
  run(event: unknown): Promise<PoolRun>;
  /** The processes that started, in order. */
  processes(): readonly NumberedProcess[];
  /** Ends every process after its current event. */
  retire(): void;
  /** Ends every process at once. Events that come later fail. */
  stop(): Promise<void>;
}

/** A started process, with its number. */
export interface NumberedProcess {
  readonly number: number;
  readonly process: FunctionProcess;
}

interface Slot {
  readonly number: number;
  readonly starting: Promise<FunctionProcess>;
  isFree: boolean;
}

/** Makes a pool without processes. `optionsOf` says how a process is started, by its number. */
export function createProcessPool(optionsOf: (processNumber: number) => FunctionProcessOptions): ProcessPool {
  const slots: Slot[] = [];
  const up: NumberedProcess[] = [];
  let started = 0;
  let busy = 0;
  let isRetired = false;
  let isStopped = false;

  const newSlot = (): Slot => {
    started += 1;
    const number = started;
    const slot = { number, isFree: false, starting: startFunctionProcess(optionsOf(number)) };
    slots.push(slot);
    void slot.starting.then(
      (process) => up.push({ number, process }),
      () => slots.splice(slots.indexOf(slot), 1), // it never ran
    );
    return slot;
  };
  const end = ({ starting }: Slot): Promise<void> =>
    starting.then(
      (process) => process.stop(),
      () => undefined,
    );
  const invoke = async (slot: Slot, event: unknown): Promise<InvokeOutcome> => {
    try {
      const outcome = await (await slot.starting).invoke(event);
      if (isRetired) await end(slot);
      else slot.isFree = true;
      return outcome;
    } catch (error) {
      return failed(error);
    }
  };

  return {
    get busy() {
      return busy;
    },
    async run(event) {
      const free = slots.find(({ isFree }) => isFree);
      if (isStopped) return { outcome: failed(new Error("the function was stopped")), processNumber: 0, isCold: false };
      const slot = free ?? newSlot();
      slot.isFree = false;
      busy += 1;
      const outcome = await invoke(slot, event);
      busy -= 1;
      return { outcome, processNumber: slot.number, isCold: free === undefined };
    },
    processes: () => [...up],
    retire() {
      isRetired = true;
      for (const slot of slots.filter(({ isFree }) => isFree)) {
        slot.isFree = false;
        void end(slot);
      }
    },
    async stop() {
      isRetired = true;
      isStopped = true;
      await Promise.all(slots.splice(0).map(end));
    },
  };
}

function failed(error: unknown): InvokeOutcome {
  const { name, message, errorType } = error as { name: string; message: string; errorType?: string };
  return { ok: false, errorType: errorType ?? name, errorMessage: message, trace: [], durationMs: 0 };
}
