import { CommanderError } from "commander";
import { LocalError } from "../terminal/error";
import { keptPaths } from "./paths";
import { localProgram, type Output } from "./program";

/** The command `npm run local`. Returns its exit code: 0, 1 when something could not be done, 2 for a command that is none. */
export async function localCommand(args: readonly string[], output: Output): Promise<number> {
  let exitCode = 0;
  const program = localProgram(keptPaths(), output, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      const isHelp = error.code === "commander.helpDisplayed" || (error.code === "commander.help" && args.length === 0);
      if (!isHelp) output.err(`${error.message.replace(/^error: /, "")}; what to do: npm run local -- --help`);
      return isHelp ? 0 : 2;
    }
    output.err(error instanceof LocalError ? `${error.message} (${error.code})` : String((error as Error).message));
    return error instanceof LocalError ? error.exitCode : 1;
  }
}
