import { readdirSync } from "node:fs";
import path from "node:path";
import { startGateway } from "../aws/gateway/start";
import { LOCAL_REGION } from "../aws/local-account";
import { secretsManagerClient } from "../load/secrets-manager-client";
import type { Cleanup } from "../terminal/cleanup";
import { startClock } from "../terminal/clock";
import type { LeakCheck } from "../terminal/leak-check";
import type { Progress } from "../terminal/progress";
import { counted } from "../terminal/quantity";
import { OPERATOR } from "../terraform/credentials";
import { prepareDeployment } from "../terraform/prepare";
import { findTools } from "../terraform/terraform-or-why-not";
import { lifecycleClients } from "./clients";
import type { LifecycleContext } from "./context";
import type { LifecycleOptions } from "./options";
import type { LifecycleResult, ScenarioResult } from "./record";
import { newRecorder } from "./recorder";
import type { Scenario } from "./scenarios/scenario";
import { searchForPasswords } from "./search-for-passwords";

export const START = "Start a local AWS";
export const SEARCH = "Search for passwords";

export interface LifecycleInput {
  readonly options: LifecycleOptions;
  readonly progress: Progress<string>;
  readonly cleanup: Cleanup;
  /** Gets every password that is issued, from the start of the local AWS. */
  readonly leakCheck: LeakCheck;
  readonly signal: AbortSignal;
  /** Where everything lies. */
  readonly folder: string;
}

/**
 * Runs the chosen scenarios, one after the other. A scenario that fails ends the run: what follows would fail for no reason of its own. The
 * record says so; nothing is thrown but an interruption and what keeps the run from starting.
 */
export async function runLifecycle(input: LifecycleInput): Promise<LifecycleResult> {
  const { options, progress, cleanup, leakCheck, signal, folder } = input;
  const clock = startClock();
  const log: string[] = [];
  const { context, tools } = await progress.stage(START, async (say) => {
    const tools = findTools();
    const gateway = await startGateway({
      stateFolder: path.join(folder, "aws"),
      region: LOCAL_REGION,
      retry: { attempts: 3, delayMs: 2_000 },
      onLog: (line) => void log.push(line),
    });
    cleanup.add("the local AWS", () => gateway.stop());
    leakCheck.follow(gateway.passwords());
    const deployment = prepareDeployment({
      folder: path.join(folder, "deployment"),
      tools,
      endpointUrl: gateway.url,
      region: LOCAL_REGION,
      signal,
    });
    const clients = lifecycleClients(
      gateway,
      secretsManagerClient({ url: gateway.url, region: LOCAL_REGION }, "client"),
      clock,
    );
    cleanup.add("the clients", () => clients.stop());
    say.result(`Terraform ${tools.version}`);
    const operator = secretsManagerClient({ url: gateway.url, region: LOCAL_REGION }, OPERATOR);
    const choices = { overlay: {}, packagedRegions: [] };
    const context: LifecycleContext = { ...deployment, gateway, clients, clock, signal, operator, choices };
    return { context, tools };
  });

  const scenarios: ScenarioResult[] = [];
  let mysql = "";
  for (const scenario of options.scenarios) {
    const finished = await run(scenario, context, progress);
    scenarios.push(finished);
    mysql = context.gateway.databases()[0]?.version ?? mysql;
    if (!finished.outcome.ok) break;
  }
  await context.clients.stop();
  const search = await progress.stage(SEARCH, async (say) => {
    const found = searchForPasswords(context, log, leakCheck);
    say.result(`${counted(found.passwords, "password")} in none of ${counted(found.searched, "file")}`);
    return found;
  });
  scenarios.push(search.scenario);
  return {
    startedAt: clock.startedAt.toISOString(),
    durationMs: Math.round(clock.nowMs()),
    versions: { terraform: tools.version, provider: providerVersion(context), mysql },
    scenarios,
    clients: context.clients.record(),
    calls: context.gateway.calls().length,
    passwords: search.passwords,
  };
}

async function run(scenario: Scenario, context: LifecycleContext, progress: Progress<string>): Promise<ScenarioResult> {
  const { clock, signal, clients } = context;
  signal.throwIfAborted();
  const startMs = clock.nowMs();
  let steps: ScenarioResult["steps"] = [];
  const record = (outcome: ScenarioResult["outcome"]): ScenarioResult => ({
    name: scenario.name,
    title: scenario.title,
    startMs,
    durationMs: Math.round(clock.nowMs() - startMs),
    outcome,
    steps,
  });
  try {
    await progress.stage(scenario.title, async (say) => {
      const recorder = newRecorder(clock, say);
      try {
        await scenario.run(context, recorder);
        const { failures } = clients.record();
        recorder.check(
          "no login of a client failed",
          failures.length === 0,
          failures.map(({ client, reason }) => `${client}: ${reason}`).join("; "),
        );
      } finally {
        steps = recorder.steps();
      }
      say.result(
        counted(
          steps.reduce((sum, { checks }) => sum + checks.length, 0),
          "check",
        ),
      );
    });
    return record({ ok: true });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return record({ ok: false, reason: error instanceof Error ? error.message : String(error) });
  }
}

/** As it was installed for the first stack. */
function providerVersion({ workspace }: LifecycleContext): string {
  const folder = path.join(
    workspace.outFolder,
    "stacks",
    "local-network",
    ".terraform/providers/registry.terraform.io/hashicorp/aws",
  );
  try {
    return readdirSync(folder)[0] ?? "";
  } catch {
    return ""; // it never came to that
  }
}
