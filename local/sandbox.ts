import { startCommand } from "./terminal/start-command";

/** `npm run local`: a local AWS that stays. See `npm run local -- --help`. */
void startCommand(async () => (await import("./sandbox/command")).localCommand);
