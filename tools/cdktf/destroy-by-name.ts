import path from "node:path";
import { createInterface } from "node:readline/promises";
import { loadEnvironments } from "../../environments";
import { DeliveryError } from "../../ops/delivery/delivery-error";
import { destroyEnvironment } from "../../ops/delivery/destroy-environment";
import { interruption, reportFailure } from "../../ops/delivery/interruption";
import { destroyProgram } from "../../ops/delivery/programs";

/** Stack ids and patterns go to the CDKTF CLI as they are. */
export function isEnvironment(name: string): boolean {
  return Object.keys(loadEnvironments()).includes(name);
}

/** `npm run destroy -- <environment>`: checked, and confirmed by typing the name, or by `--confirm <name>` in a workflow. */
export async function destroyByName(
  environment: string,
  args: readonly string[],
  destroyStacks: (stacks: readonly string[]) => Promise<void>,
): Promise<void> {
  const program = destroyProgram().parse([environment, ...args], { from: "user" });
  const { confirm } = program.opts<{ confirm?: string }>();
  try {
    await destroyEnvironment({
      project: path.resolve(__dirname, "..", ".."),
      environment,
      signal: interruption(),
      onProgress: (line) => console.log(line),
      ask: async (question) => confirm ?? (await typed(question)),
      destroyStacks,
    });
  } catch (error) {
    reportFailure(error);
  }
}

async function typed(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new DeliveryError(
      "not_confirmed",
      "nothing was destroyed: there is no terminal to type at; what to do: npm run destroy -- <environment> --confirm <environment>",
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
