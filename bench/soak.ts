import { startCommand } from "../local/terminal/start-command";

/**
 * `npm run soak`: many rotations of many secrets under clients that log in all the time, on real servers, while things go wrong. See
 * `npm run soak -- --help`.
 */
void startCommand(async () => (await import("./soak/command")).soakCommand);
