import { type FunctionProcess, type FunctionProcessOptions, type InvokeOutcome, startFunctionProcess } from "./start";

/** The processes of one function in one configuration: each handles one event at a time and stays warm for the next. */
export interface ProcessPool {
  /** How many events are being handled. */
  readonly busy: number;
  /** Uses a process that is free, else starts one. A function that cannot be loaded is an outcome, too. */
  invoke(event: unknown): Promise<InvokeOutcome>;
  /** Ends every process when it has answered what it is at. */
  retire(): void;
  /** Ends every process at once. */
  stop(): Promise<void>;
}

export function createProcessPool(options: FunctionProcessOptions): ProcessPool {
  const free: FunctionProcess[] = [];
  const all = new Set<Promise<FunctionProcess>>();
  let busy = 0;
  let isRetired = false;

  const start = async (): Promise<FunctionProcess> => {
    const starting = startFunctionProcess(options);
    all.add(starting);
    starting.catch(() => all.delete(starting));
    return starting;
  };
  const end = async (starting: Promise<FunctionProcess>): Promise<void> => {
    all.delete(starting);
    await starting.then(
      (started) => started.stop(),
      () => undefined, // it never ran
    );
  };

  return {
    get busy() {
      return busy;
    },
    async invoke(event) {
      busy += 1;
      try {
        const process = free.pop() ?? (await start());
        const outcome = await process.invoke(event);
        if (isRetired) await process.stop();
        else free.push(process);
        return outcome;
      } catch (error) {
        const { name, message, errorType } = error as { name: string; message: string; errorType?: string };
        return { ok: false, errorType: errorType ?? name, errorMessage: message, trace: [], durationMs: 0 };
      } finally {
        busy -= 1;
      }
    },
    retire() {
      isRetired = true;
      for (const process of free.splice(0)) void process.stop();
    },
    async stop() {
      isRetired = true;
      await Promise.all([...all].map(end));
    },
  };
}
