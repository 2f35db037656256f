import path from "node:path";
import { startGateway } from "../aws/gateway/start";
import { LOCAL_REGION } from "../aws/local-account";
import { secretsManagerClient } from "../load/secrets-manager-client";
import { namesIn } from "../mysql/read-if-there";
import type { Cleanup } from "../terminal/cleanup";
import type { RehearsalClock } from "../terminal/clock";
import type { LeakCheck } from "../terminal/leak-check";
import type { Progress } from "../terminal/progress";
import { counted } from "../terminal/quantity";
import { OPERATOR } from "../terraform/credentials";
import { prepareDeployment } from "../terraform/prepare";
import { findTools } from "../terraform/terraform-or-why-not";
import { lifecycleClients } from "./clients";
import type { LifecycleContext } from "./context";
import type { ClientsRecord, ScenarioResult } from "./record";
import { newRecorder } from "./recorder";
import type { Scenario } from "./scenarios/scenario";
import { searchForPasswords } from "./search-for-passwords";
import { failedLogins } from "./verdict";

export const START = "Start a local AWS";
export const SEARCH = "Search for passwords";

export interface EnvironmentInput {
  readonly scenarios: readonly Scenario[];
  /** The title of a stage or scenario as it is shown: with the environment's number where there are several. */
  readonly titled: (title: string) => string;
  readonly clock: RehearsalClock;
  readonly progress: Progress<string>;
  readonly cleanup: Cleanup;
  /** Gets every password that is issued, from the start of the local AWS. */
  readonly leakCheck: LeakCheck;
  readonly signal: AbortSignal;
  /** Where everything of this environment lies. */
  readonly folder: string;
}

/** What happened to one environment. */
export interface EnvironmentResult {
  readonly versions: { readonly terraform: string; readonly provider: string; readonly mysql: string };
  readonly scenarios: readonly ScenarioResult[];
  readonly clients: ClientsRecord;
  /** Calls that its local AWS answered. */
  readonly calls: number;
}

/**
 * Takes one environment through scenarios, one after the other, in a local AWS of its own. A scenario that fails ends it: what follows would
 * fail for no reason of its own. The result says so; nothing is thrown but an interruption and what keeps the run from starting.
 */
export async function runEnvironment(input: EnvironmentInput): Promise<EnvironmentResult> {
  const { titled, progress, leakCheck } = input;
  const log: string[] = [];
  const { context, terraform } = await progress.stage(titled(START), async (say) => {
    const started = await start(input, (line) => void log.push(line));
    say.result(`Terraform ${started.terraform}`);
    return started;
  });
  const scenarios: ScenarioResult[] = [];
  let mysql = "";
  for (const scenario of input.scenarios) {
    const finished = await run(scenario, context, input);
    scenarios.push(finished);
    mysql = context.gateway.databases()[0]?.version ?? mysql;
    if (!finished.outcome.ok) break;
  }
  await context.clients.stop();
  const search = await progress.stage(titled(SEARCH), async (say) => {
    const found = searchForPasswords(context, log, leakCheck);
    say.result(`${counted(found.passwords, "password")} in none of ${counted(found.searched, "file")}`);
    return { ...found.scenario, title: titled(found.scenario.title) };
  });
  return {
    versions: { terraform, provider: providerVersion(context), mysql },
    scenarios: [...scenarios, search],
    clients: context.clients.record(),
    calls: context.gateway.calls().length,
  };
}

async function start(
  { clock, cleanup, leakCheck, signal, folder, titled }: EnvironmentInput,
  onLog: (line: string) => void,
): Promise<{ readonly context: LifecycleContext; readonly terraform: string }> {
  const tools = findTools();
  const gateway = await startGateway({
    stateFolder: path.join(folder, "aws"),
    region: LOCAL_REGION,
    retry: { attempts: 3, delayMs: 2_000 },
    onLog,
  });
  cleanup.add(titled("the local AWS"), () => gateway.stop());
  leakCheck.follow(gateway.passwords());
  const service = { url: gateway.url, region: LOCAL_REGION };
  const deployment = prepareDeployment({
    folder: path.join(folder, "deployment"),
    tools,
    endpointUrl: gateway.url,
    region: LOCAL_REGION,
    signal,
  });
  const clients = lifecycleClients(gateway, secretsManagerClient(service, "client"), clock);
  cleanup.add(titled("the clients"), () => clients.stop());
  const operator = secretsManagerClient(service, OPERATOR);
  const choices = { overlay: {}, packagedRegions: [] };
  return { context: { ...deployment, gateway, clients, clock, signal, operator, choices }, terraform: tools.version };
}

async function run(
  scenario: Scenario,
  context: LifecycleContext,
  { progress, titled }: EnvironmentInput,
): Promise<ScenarioResult> {
  const { clock, signal, clients } = context;
  signal.throwIfAborted();
  const title = titled(scenario.title);
  const startMs = clock.nowMs();
  let steps: ScenarioResult["steps"] = [];
  const record = (outcome: ScenarioResult["outcome"]): ScenarioResult => ({
    name: scenario.name,
    title,
    startMs,
    durationMs: Math.round(clock.nowMs() - startMs),
    outcome,
    steps,
  });
  try {
    await progress.stage(title, async (say) => {
      const recorder = newRecorder(clock, say);
      try {
        await scenario.run(context, recorder);
        const { failures } = clients.record();
        recorder.check("no login of a client failed", failures.length === 0, failedLogins(failures));
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
  return namesIn(folder)[0] ?? ""; // it may never have come to that
}
