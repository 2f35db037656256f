import { resolve } from "node:path";
import { startCommand } from "./terminal/start-command";

/**
 * `npm run rehearse`: rotates the passwords of a real MySQL on this machine while clients log in all the time, and draws what
 * happened. With `--deploy` the whole lifecycle of an environment. See `npm run rehearse -- --help`.
 */
void startCommand(async () => {
  const command = process.argv.includes("--deploy")
    ? (await import("./lifecycle/command")).lifecycleCommand
    : (await import("./rehearsal/command")).rehearseCommand;
  return (args, output) => command(args, output, resolve("rehearsal"));
});
