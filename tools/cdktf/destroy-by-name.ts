import path from "node:path";
import { createInterface } from "node:readline/promises";
import { loadEnvironments } from "../../environments";
import { DeliveryError } from "../../ops/delivery/delivery-error";
import { destroyEnvironment } from "../../ops/delivery/destroy-environment";
import { interruption, reportFailure } from "../../ops/delivery/interruption";
import { destroyProgram } from "../../ops/delivery/programs";
import { destroyFindings } from "../../ops/destroy/destroy-checks";
import { terraformVariables } from "../../ops/terraform/stack-runner";
import { destroyStacks } from "./destroy-stacks";

const PROJECT = path.resolve(__dirname, "..", "..");

/** Stack ids and patterns go to the CDKTF CLI as they are. */
export function isEnvironment(name: string): boolean {
  return Object.keys(loadEnvironments()).includes(name);
}

/** `npm run destroy -- <environment>`: checked, and confirmed by typing the name, or by `--confirm <name>` in a workflow. */
export async function destroyByName(environment: string, args: readonly string[]): Promise<void> {
  const program = destroyProgram().parse([environment, ...args], { from: "user" });
  const { confirm } = program.opts<{ confirm?: string }>();
  const signal = interruption();
  const environments = loadEnvironments();
  const chosen = Object.values(environments).filter(({ name }) => name === environment);
  try {
    await destroyEnvironment({
      project: PROJECT,
      environment,
      findings: chosen.flatMap((one) => destroyFindings(one, Object.values(environments))),
      signal,
      onProgress: (line) => console.log(line),
      ask: async (question) => confirm ?? (await typed(question, environment, signal)),
      destroyStacks: (stacks) =>
        destroyStacks(stacks, {
          environment,
          outFolder: path.join(PROJECT, "cdktf.out"),
          variables: terraformVariables(process.env),
          signal,
          onLine: (line) => console.log(`  ${line}`),
        }),
    });
  } catch (error) {
    reportFailure(error);
  }
}

async function typed(question: string, environment: string, signal: AbortSignal): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new DeliveryError(
      "not_confirmed",
      `nothing was destroyed: there is no terminal to type at; what to do: npm run destroy -- ${environment} --confirm ${environment}`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // readline reads Ctrl-C itself while it waits for an answer.
  terminal.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return await terminal.question(question, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new DeliveryError("interrupted", "nothing was destroyed: interrupted at the question", { cause: error });
  } finally {
    terminal.close();
  }
}
