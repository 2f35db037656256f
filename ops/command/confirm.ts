import { OpsError } from "../error";

interface Confirmation {
  /** Whether `--yes` was given. */
  readonly isConfirmed: boolean;
  readonly isJson: boolean;
  readonly ask: ((question: string) => Promise<string>) | undefined;
  say(line: string): void;
}

/** Says what a command will do and asks for consent. Throws `declined`, or `confirmation_required` where there is no terminal to ask at. */
export function confirmation({
  isConfirmed,
  isJson,
  ask,
  say,
}: Confirmation): (plan: readonly string[]) => Promise<void> {
  return async (plan) => {
    for (const line of plan) say(line);
    if (isConfirmed) return;
    if (ask === undefined || isJson) {
      throw new OpsError("confirmation_required", {
        problem: "the command changes something, and cannot ask without a terminal or with --json",
        remedy: "add --yes; nothing was changed",
      });
    }
    const answer = await ask("Continue? [y/N] ");
    if (/^y(es)?$/i.test(answer.trim())) return;
    throw new OpsError("declined", { problem: "not confirmed", remedy: "nothing was changed" });
  };
}
