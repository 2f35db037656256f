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
import { lifeClients } from "./clients";
import type { World } from "./context";
import type { LifeOptions } from "./options";
import type { LifeRecord, SceneRecord } from "./record";
import { newStage } from "./recorder";
import type { Scene } from "./scenarios/scenario";
import { searchForPasswords } from "./search-for-passwords";

export const START = "Start a local AWS";
export const SEARCH = "Search for passwords";

export interface LifeInput {
  readonly options: LifeOptions;
  readonly progress: Progress<string>;
  readonly cleanup: Cleanup;
  /** Gets every password that is issued, from the start of the local AWS. */
  readonly leakCheck: LeakCheck;
  readonly signal: AbortSignal;
  /** Where everything lies. */
  readonly folder: string;
}

/**
 * Lives the chosen scenes, one after the other. A scene that fails ends the life: what follows would fail for no reason of its own. The
 * record says so; nothing is thrown but an interruption and what keeps the life from beginning.
 */
export async function live(input: LifeInput): Promise<LifeRecord> {
  const { options, progress, cleanup, leakCheck, signal, folder } = input;
  const clock = startClock();
  const log: string[] = [];
  const { world, tools } = await progress.stage(START, async (say) => {
    const tools = findTools();
    const gateway = await startGateway({
      stateFolder: path.join(folder, "aws"),
      region: LOCAL_REGION,
      retry: { attempts: 3, delayMs: 2_000 },
      onLog: (line) => void log.push(line),
    });
    cleanup.add("the local AWS", () => gateway.stop());
    leakCheck.follow(gateway.learned());
    const deployment = prepareDeployment({
      folder: path.join(folder, "deployment"),
      tools,
      endpointUrl: gateway.url,
      region: LOCAL_REGION,
      signal,
    });
    const clients = lifeClients(
      gateway,
      secretsManagerClient({ url: gateway.url, region: LOCAL_REGION }, "client"),
      clock,
    );
    cleanup.add("the clients", () => clients.stop());
    say.result(`Terraform ${tools.version}`);
    const operator = secretsManagerClient({ url: gateway.url, region: LOCAL_REGION }, OPERATOR);
    const choices = { overlay: {}, packagedRegions: [] };
    const world: World = { ...deployment, gateway, clients, clock, signal, operator, choices };
    return { world, tools };
  });

  const scenes: SceneRecord[] = [];
  let mysql = "";
  for (const scene of options.scenes) {
    const played = await play(scene, world, progress);
    scenes.push(played);
    mysql = world.gateway.databases()[0]?.version ?? mysql;
    if (!played.outcome.ok) break;
  }
  await world.clients.stop();
  const search = await progress.stage(SEARCH, async (say) => {
    const found = searchForPasswords(world, log, leakCheck);
    say.result(`${counted(found.passwords, "password")} in none of ${counted(found.searched, "file")}`);
    return found;
  });
  scenes.push(search.scene);
  return {
    startedAt: clock.startedAt.toISOString(),
    durationMs: Math.round(clock.nowMs()),
    versions: { terraform: tools.version, provider: providerVersion(world), mysql },
    scenes,
    clients: world.clients.record(),
    calls: world.gateway.calls().length,
    passwords: search.passwords,
  };
}

async function play(scene: Scene, world: World, progress: Progress<string>): Promise<SceneRecord> {
  const { clock, signal, clients } = world;
  signal.throwIfAborted();
  const startMs = clock.nowMs();
  let acts: SceneRecord["acts"] = [];
  const record = (outcome: SceneRecord["outcome"]): SceneRecord => ({
    name: scene.name,
    title: scene.title,
    startMs,
    durationMs: Math.round(clock.nowMs() - startMs),
    outcome,
    acts,
  });
  try {
    await progress.stage(scene.title, async (say) => {
      const stage = newStage(clock, say);
      try {
        await scene.play(world, stage);
        const { failures } = clients.record();
        stage.check(
          "no login of a client failed",
          failures.length === 0,
          failures.map(({ client, reason }) => `${client}: ${reason}`).join("; "),
        );
      } finally {
        acts = stage.acts();
      }
      say.result(
        counted(
          acts.reduce((sum, { facts }) => sum + facts.length, 0),
          "fact",
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
function providerVersion({ workspace }: World): string {
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
