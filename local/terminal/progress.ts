import { Listr, type ListrTask, type ListrTaskWrapper } from "listr2";
import { duration } from "./quantity";

/** What a stage may say while it runs. */
export interface Say {
  /** Replaces what was said before; shown only where lines can be replaced. */
  now(words: string): void;
  /** Worth a line of its own. */
  note(words: string): void;
  /** What came out of the stage; stays beside its title. */
  result(words: string): void;
}

/** Shows which stage runs. */
export interface Progress<Title extends string> {
  stage<T>(title: Title, work: (say: Say) => Promise<T>): Promise<T>;
  /** Ends the display, whatever has been reached; call it once, before anything else is printed. */
  end(): Promise<void>;
}

/** The same progress, with every text passed through `shown` first. */
export function checkedProgress<Title extends string>(
  progress: Progress<Title>,
  shown: (what: string, text: string) => string,
): Progress<Title> {
  const line = (words: string) => shown("a line of the progress", words);
  return {
    stage: (title, work) =>
      progress.stage(title, (say) =>
        work({
          now: (words) => say.now(line(words)),
          note: (words) => say.note(line(words)),
          result: (words) => say.result(line(words)),
        }),
      ),
    end: () => progress.end(),
  };
}

/** Plain lines, for logs and pipes: one when a stage begins to tell something, one when it ends. */
export function plainProgress<Title extends string>(write: (line: string) => void): Progress<Title> {
  return {
    async stage(title, work) {
      const startedMs = performance.now();
      let result = "";
      const took = () => duration(performance.now() - startedMs);
      try {
        const value = await work({
          now: () => undefined,
          note: (words) => write(`  ${title}: ${words}`),
          result: (words) => {
            result = ` · ${words}`;
          },
        });
        write(`✔ ${title}${result} (${took()})`);
        return value;
      } catch (error) {
        write(`✖ ${title} (${took()})`);
        throw error;
      }
    },
    end: async () => undefined,
  };
}

type Task = ListrTaskWrapper<object, never, never>;

interface Entry {
  readonly started: Promise<Task>;
  readonly settle: (error?: unknown) => void;
}

/**
 * Titles with spinners that change in place, for a terminal. All titles are listed from the beginning. The stages of a group follow each
 * other; groups run side by side.
 */
export function liveProgress<Title extends string>(groups: readonly (readonly Title[])[]): Progress<Title> {
  const entries = new Map<Title, Entry>();
  const taskOf = (title: Title) => {
    let begin = (_task: Task): void => undefined;
    let settle = (_error?: unknown): void => undefined;
    const started = new Promise<Task>((resolve) => {
      begin = resolve;
    });
    const finished = new Promise<void>((resolve, reject) => {
      settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    finished.catch(() => undefined);
    entries.set(title, { started, settle });
    return {
      title,
      task: (_: object, task: unknown) => {
        begin(task as Task);
        return finished;
      },
    };
  };
  const [first = [], ...others] = groups.map((titles) => titles.map(taskOf));
  const tasks: ListrTask[] =
    others.length === 0
      ? first
      : [first, ...others].map((group) => ({ task: (_: object, task) => task.newListr(group) }));
  const listr = new Listr(tasks, {
    concurrent: others.length > 0,
    exitOnError: false,
    registerSignalListeners: false,
    rendererOptions: { showErrorMessage: false, collapseErrors: false, collapseSubtasks: false, suffixSkips: false },
  });
  const running = listr.run().catch(() => undefined);
  return {
    async stage(title, work) {
      const entry = entries.get(title);
      if (entry === undefined) throw new TypeError(`unknown stage: ${title}`);
      // After a failure a command may go on with a later stage; the display would wait for those between.
      const group = groups.find((titles) => titles.includes(title)) ?? [];
      for (const before of group.slice(0, group.indexOf(title))) entries.get(before)?.settle(new Error("not reached"));
      const task = await entry.started;
      const tell = (words: string) => {
        task.output = words;
      };
      try {
        const value = await work({
          now: tell,
          note: tell,
          result: (words) => {
            task.title = `${title} · ${words}`;
          },
        });
        entry.settle();
        return value;
      } catch (error) {
        entry.settle(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
    },
    async end() {
      for (const { settle } of entries.values()) settle(new Error("not reached"));
      await running;
    },
  };
}
