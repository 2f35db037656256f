/** What keeps a command of `npm run local` from being done. Its message says what was found and what to do. */
export class LocalCommandError extends Error {
  override readonly name = "LocalCommandError";

  constructor(
    readonly code:
      | "bad_command"
      | "not_running"
      | "already_running"
      | "not_started"
      | "not_deployed"
      | "command_failed",
    message: string,
    /** For the shell. */
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(`${message} (${code})`);
  }
}
