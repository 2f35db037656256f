import { ENGINE_TITLES } from "../../local/mysql/program";
import {
  type Command,
  type CommandContext,
  type CommandOutput,
  EXIT,
  runCommand,
} from "../../local/terminal/run-command";
import { recordProof } from "../../tools/proof/record-proof";
import { parseSoakOptions, type SoakOptions } from "./options";
import { type EngineFound, isSound, soakFigures, soakTable } from "./report";
import { runSoak } from "./run";
import { SITUATIONS } from "./situations";
import { startSoakWorld } from "./soak-world";

/**
 * The command `soak`. Its exit code is 1 when a current credential was refused, when a login failed although nothing was wrong, or when a
 * rotation did not end. Under PROOF=write it keeps the figures of each engine for docs/proof.md, as soon as all situations were tried on it.
 */
export function soakCommand(args: readonly string[], output: CommandOutput): Promise<number> {
  return runCommand(SOAK, args, output);
}

const SOAK: Command<SoakOptions> = {
  name: "soak",
  parse: parseSoakOptions,
  stages: ({ engines }) => [engines.map((engine) => ENGINE_TITLES[engine])],
  isDocument: () => false,
  run: soak,
};

async function soak(options: SoakOptions, { progress, cleanup, leakCheck, signal, print }: CommandContext) {
  const all: EngineFound[] = [];
  for (const engine of options.engines) {
    const startedAt = performance.now();
    const found = await progress.stage(ENGINE_TITLES[engine], async (say) => {
      const world = await startSoakWorld({ engine, secrets: options.secrets, cleanup, leakCheck, say: say.note });
      const situations = await runSoak(world, options, signal, say.note);
      say.result(`${world.version}, ${situations.reduce((sum, { logins }) => sum + logins, 0)} logins`);
      return { engine, version: world.version, situations };
    });
    all.push(found);
    if (options.situations.length === SITUATIONS.length) {
      const versions = { [ENGINE_TITLES[engine]]: found.version };
      recordProof(`soak-${engine}`, { figures: soakFigures([found]), versions, startedAt });
    }
  }
  print("the table", `\n${soakTable(all)}`);
  return isSound(all) ? EXIT.done : EXIT.failed;
}
