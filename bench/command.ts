import { setTimeout as wait } from "node:timers/promises";
import { ENGINE_TITLES } from "../local/mysql/program";
import { SIGNAL_GRACE_MS, unlessInterrupted } from "../local/terminal/interruption";
import { type Command, type CommandContext, type CommandOutput, EXIT, runCommand } from "../local/terminal/run-command";
import type { Goal, Measured, Measurement } from "./measurement";
import { type BenchOptions, parseOptions } from "./options";
import { type DoneMeasurement, documentText } from "./report/document";
import { goalsMarkdown, measuredMarkdown } from "./report/markdown";
import { goalsText, measuredText } from "./report/text";
import { loadNow, type Machine, machineLine, thisMachine } from "./world/machine";
import { findReference, type ReferenceCheckout } from "./world/reference-checkout";
import { createWorld, type World } from "./world/world";

/**
 * The command `bench`. Its exit code is 0 when everything was measured and no count is worse than its goal, 1 when something could not
 * be measured or a count is worse; see {@link runCommand} for the others. A time or an amount of memory beyond its goal is reported and
 * changes no exit code, because another machine would give another.
 */
export function benchCommand(
  all: readonly Measurement[],
  args: readonly string[],
  output: CommandOutput,
): Promise<number> {
  return runCommand(bench(all), args, output);
}

function bench(all: readonly Measurement[]): Command<BenchOptions> {
  return {
    name: "bench",
    parse: (args) => parseOptions(args, all),
    stages: ({ measurements }) => [measurements.map(({ name }) => name)],
    isDocument: () => true, // tables and documents only: they are for files
    run: measureAll,
  };
}

async function measureAll(options: BenchOptions, context: CommandContext): Promise<number> {
  const { runs, isChoice, form, measurements } = options;
  const { progress, cleanup, leakCheck, signal, print } = context;
  const machine = thisMachine();
  const reference = await unlessInterrupted(signal, findReference(process.env));
  const say = (words: string) => context.tell("a line of the progress", `  ${words}`);
  const world = createWorld({ runs, isChoice, reference, cleanup, leakCheck, signal, say });
  const done: DoneMeasurement[] = [];
  let failures = 0;
  for (const { name, measure } of measurements) {
    const before = loadNow();
    try {
      const measured = await progress.stage(name, () => unlessInterrupted(signal, measure(world)));
      const load = { before, after: loadNow() };
      done.push({ name, load, measured });
      if (form === "json") continue;
      const line = await whereMeasured(machine, load, world, measured, reference);
      print(
        `the table of ${name}`,
        `\n${form === "markdown" ? measuredMarkdown(measured, line) : measuredText(measured, line)}`,
      );
    } catch (error) {
      await wait(SIGNAL_GRACE_MS);
      if (signal.aborted) throw error;
      failures += 1;
      context.tellError(error);
    }
  }
  const goals = done.flatMap(({ measured }) => measured.goals);
  if (form === "json") print("the document", documentText({ machine, reference, runs, done }));
  else if (goals.length > 0) print("the goals", `\n${form === "markdown" ? goalsMarkdown(goals) : goalsText(goals)}`);
  return failures === 0 && goals.every(isKept) ? EXIT.done : EXIT.failed;
}

const isKept = ({ met, kind }: Goal): boolean => met || kind === "machine";

async function whereMeasured(
  machine: Machine,
  load: DoneMeasurement["load"],
  world: World,
  { engines }: Measured,
  reference: ReferenceCheckout | undefined,
): Promise<string> {
  const servers = [];
  for (const engine of engines) servers.push(`${ENGINE_TITLES[engine]} ${(await world.stage(engine)).mysql.version}`);
  return machineLine(machine, load, [...servers, engines.length === 0 ? undefined : reference?.versions]);
}
