import { CommanderError } from "commander";
import { LocalError } from "../terminal/error";
import { type Command, type CommandOutput, EXIT, runCommand } from "../terminal/run-command";
import { keptPaths } from "./paths";
import { localProgram } from "./program";

/**
 * The command `npm run local`. Its exit code is 0, 1 when something could not be done, 2 for a command that there is none of; see
 * {@link runCommand} for the others.
 */
export function localCommand(args: readonly string[], output: CommandOutput): Promise<number> {
  return runCommand(SANDBOX, args, output);
}

const CONTINUE =
  "Terraform wrote down what it had done; to continue, run the same command again; to clean up, npm run local -- destroy";

const AFTER_INTERRUPTION: Readonly<Record<string, string>> = {
  up: "the local AWS is not running",
  plan: "nothing was changed",
  deploy: CONTINUE,
  destroy: CONTINUE,
};

const SANDBOX: Command<readonly string[]> = {
  name: "local",
  parse: (options) => ({ kind: "run", options }),
  stages: () => [],
  isDocument: () => true, // lines and tables only
  afterInterruption: ([name = ""]) =>
    AFTER_INTERRUPTION[name] ?? "what the local AWS was asked to do may still be under way",
  async run(args, context) {
    let exitCode: number = EXIT.done;
    const program = localProgram(keptPaths(), context, (code) => {
      exitCode = code;
    });
    try {
      await program.parseAsync([...args], { from: "user" });
      return exitCode;
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      if (error.code === "commander.helpDisplayed") return EXIT.done;
      if (error.code === "commander.help" && args.length === 0) return EXIT.done;
      const problem = error.message.replace(/^error: /, "");
      throw new LocalError("bad_command", { problem, remedy: "npm run local -- --help" });
    }
  },
};
