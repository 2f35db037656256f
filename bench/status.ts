import { setTimeout as sleep } from "node:timers/promises";
import { runOps } from "../ops/command/run";
import { COMMANDS } from "../ops/commands";
import { main } from "./main";
import type { Measurement } from "./measurement";
import { figure } from "./report/figures";
import { atMost } from "./report/goals";
import { spreadOf } from "./report/statistics";
import { numbers, words } from "./report/table";
import { type LocalEnvironment, localEnvironment } from "./world/local-environment";

const APP_SECRETS = 50;
const MAX_MS = 3_000;

/** How long a person waits for the first command at 03:00. */
export const status: Measurement = {
  name: "status",
  about: `npm run ops -- status of an environment with ${APP_SECRETS} app secrets, each with a login, at the local AWS`,
  async measure(world) {
    const { runs, signal, say } = world;
    say(`provisioning ${APP_SECRETS} app secrets at a local AWS`);
    const deployed = await localEnvironment(APP_SECRETS, world);
    await statusOnce(deployed, signal); // starts the function's processes
    const sample: number[] = [];
    for (let run = 0; run < runs; run++) sample.push(await statusOnce(deployed, signal));
    const { median, min, max } = spreadOf(sample);
    return {
      engines: [],
      tables: [
        {
          title: `Status of ${APP_SECRETS} app secrets`,
          columns: [words("command"), numbers("median ms"), numbers("fastest"), numbers("slowest")],
          rows: [["status local --json", figure(median), figure(min), figure(max)]],
          howOften: `${runs} times, one after the other; one more before them starts the function's processes.`,
          notes: [
            "From parsing the arguments to the document, against a local AWS, the packaged function and a real MySQL; the start of the command comes on top.",
          ],
        },
      ],
      goals: [atMost(`status of ${APP_SECRETS} app secrets`, MAX_MS, median, "machine", " ms")],
      figures: { appSecrets: APP_SECRETS, sample },
    };
  },
};

/** One run; throws unless every login was found to work. */
async function statusOnce({ environment, aws }: LocalEnvironment, signal: AbortSignal): Promise<number> {
  const out: string[] = [];
  const startedAt = performance.now();
  await runOps(COMMANDS, ["status", environment.name, "--json"], {
    out: (text) => void out.push(text),
    err: (text) => void out.push(text),
    isTerminal: false,
    ask: undefined,
    signal,
    now: () => Date.now(),
    sleep: (ms) => sleep(ms),
    runAtTerminal: async () => 1,
    stacks: () => {
      throw new Error("status synthesizes nothing");
    },
    platform: () => {
      throw new Error("status asks nothing about the account");
    },
    machine: () => {
      throw new Error("status asks nothing about the machine");
    },
    environments: () => ({ [environment.name]: environment }),
    aws,
  });
  const tookMs = performance.now() - startedAt;
  const working = out.join("\n").match(/"login": "works"/g)?.length ?? 0;
  if (working !== APP_SECRETS)
    throw new Error(`status found ${working} logins that work: ${out.join("\n").slice(0, 600)}`);
  return tookMs;
}

if (require.main === module) void main([status]);
