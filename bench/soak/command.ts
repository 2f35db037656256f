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
import { startSoakWorld } from "./soak-world";

/**
 * The command `soak`. Its exit code is 1 when a current credential was refused, when a login failed although nothing was wrong, or when a
 * rotation did not end. Under PROOF=write it keeps its figures for docs/proof.md.
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
  const startedAt = performance.now();
  const all: EngineFound[] = [];
  for (const engine of options.engines) {
    all.push(
      await progress.stage(ENGINE_TITLES[engine], async (say) => {
        const world = await startSoakWorld({ engine, secrets: options.secrets, cleanup, leakCheck, say: say.note });
        const situations = await runSoak(world, options, signal, say.note);
        say.result(`${world.version}, ${situations.reduce((sum, { logins }) => sum + logins, 0)} logins`);
        return { engine, version: world.version, situations };
      }),
    );
  }
  print("the table", `\n${soakTable(all)}`);
  const versions = Object.fromEntries(all.map(({ engine, version }) => [ENGINE_TITLES[engine], version]));
  recordProof("soak", { figures: soakFigures(all), versions, startedAt });
  return isSound(all) ? EXIT.done : EXIT.failed;
}
