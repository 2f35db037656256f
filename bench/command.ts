import { setTimeout as wait } from "node:timers/promises";
import { cleanup as orderedCleanup } from "../local/terminal/cleanup";
import { Interruption, unlessInterrupted, watchForInterruption } from "../local/terminal/interruption";
import { duration } from "../local/terminal/quantity";
import type { Goal, Measured, Measurement } from "./measurement";
import { type BenchOptions, parseOptions } from "./options";
import { type DoneMeasurement, documentText } from "./report/document";
import { goalsMarkdown, measuredMarkdown } from "./report/markdown";
import { goalsText, measuredText } from "./report/text";
import { withEarlyEnds } from "./world/cleanup";
import { loadNow, type Machine, machineLine, thisMachine } from "./world/machine";
import { findReference, type ReferenceCheckout } from "./world/reference-checkout";
import { createWorld, type World } from "./world/world";

/** Where the command writes. */
export interface CommandOutput {
  out(text: string): void;
  err(text: string): void;
}

const EXIT = { measured: 0, broken: 1, badInput: 2 } as const;
const SIGNAL_GRACE_MS = 100;

/**
 * The command `bench`. Returns its exit code: 0 when everything was measured and no count is worse than its goal, 1 when something
 * could not be measured or a count is worse, 2 for malformed options, 128 + n after signal n. A time or an amount of memory beyond its
 * goal is told and changes no exit code, because another machine would give another. Everything that it started has ended then.
 */
export async function benchCommand(
  all: readonly Measurement[],
  args: readonly string[],
  output: CommandOutput,
): Promise<number> {
  let options: BenchOptions;
  try {
    const parsed = parseOptions(args, all);
    if (parsed.kind === "help") {
      output.out(parsed.text);
      return EXIT.measured;
    }
    options = parsed.options;
  } catch (error) {
    output.err(errorText(error));
    return EXIT.badInput;
  }
  const interruptions = watchForInterruption();
  const cleanup = orderedCleanup();
  // What is started does not keep this process alive, so that it can never outlive it; but cleaning up must be waited for.
  const keepAlive = setInterval(() => undefined, 60_000);
  try {
    return await measureAll(options, output, withEarlyEnds(cleanup), interruptions.signal);
  } catch (error) {
    await wait(SIGNAL_GRACE_MS); // Ctrl-C reaches the processes that this one started too: their loss may be seen first
    const { signal } = interruptions;
    output.err(errorText(signal.aborted ? signal.reason : error));
    return signal.aborted && signal.reason instanceof Interruption ? signal.reason.exitCode : EXIT.broken;
  } finally {
    for (const failure of await cleanup.run()) output.err(failure);
    clearInterval(keepAlive);
    interruptions.dispose();
  }
}

async function measureAll(
  options: BenchOptions,
  output: CommandOutput,
  cleanup: ReturnType<typeof withEarlyEnds>,
  signal: AbortSignal,
): Promise<number> {
  const { runs, isChoice, form, measurements } = options;
  const machine = thisMachine();
  const reference = await unlessInterrupted(signal, findReference(process.env));
  const say = (words: string) => output.err(`  ${words}`);
  const world = createWorld({ runs, isChoice, reference, cleanup, signal, say });
  const done: DoneMeasurement[] = [];
  let failures = 0;
  for (const { name, measure } of measurements) {
    const startedAt = performance.now();
    const before = loadNow();
    try {
      const measured = await unlessInterrupted(signal, measure(world));
      const load = { before, after: loadNow() };
      done.push({ name, load, measured });
      output.err(`✔ ${name} (${duration(performance.now() - startedAt)})`);
      if (form === "json") continue;
      const line = await whereMeasured(machine, load, world, measured, reference);
      output.out(`\n${form === "markdown" ? measuredMarkdown(measured, line) : measuredText(measured, line)}`);
    } catch (error) {
      await wait(SIGNAL_GRACE_MS);
      if (signal.aborted) throw error;
      failures += 1;
      output.err(`✖ ${name} (${duration(performance.now() - startedAt)})\n${errorText(error)}`);
    }
  }
  const goals = done.flatMap(({ measured }) => measured.goals);
  if (form === "json") output.out(documentText({ machine, reference, runs, done }));
  else if (goals.length > 0) output.out(`\n${form === "markdown" ? goalsMarkdown(goals) : goalsText(goals)}`);
  return failures === 0 && goals.every(isKept) ? EXIT.measured : EXIT.broken;
}

const isKept = ({ met, kind }: Goal): boolean => met || kind === "machine";

async function whereMeasured(
  machine: Machine,
  load: DoneMeasurement["load"],
  world: World,
  { usesMysql }: Measured,
  reference: ReferenceCheckout | undefined,
): Promise<string> {
  if (!usesMysql) return machineLine(machine, load, []);
  const { version } = (await world.stage()).mysql;
  return machineLine(machine, load, [`MySQL ${version}`, reference?.versions]);
}

function errorText(error: unknown): string {
  return `bench: ${error instanceof Error ? error.message : String(error)}`;
}
