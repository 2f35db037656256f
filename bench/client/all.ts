import { STRATEGY_NAMES } from "../../rotation-fn/settings";
import { main } from "../main";
import type { Measurement } from "../measurement";
import type { World } from "../world/world";
import { type InstalledProgram, installProgram } from "./installed-program";
import { extraLatency } from "./latency";
import { memoryOverRotations } from "./memory";
import { underRotation } from "./under-rotation";

/** One for all measurements of a world. */
const installed = new WeakMap<World, Promise<InstalledProgram>>();

function install(world: World): Promise<InstalledProgram> {
  const program = installed.get(world) ?? installProgram(world.cleanup);
  installed.set(world, program);
  return program;
}

/** What the client package does for an application, beside what else there is. `--only client` names all. */
export const client: readonly Measurement[] = [
  ...(["mysql", "mariadb"] as const).flatMap((engine) =>
    STRATEGY_NAMES.map((strategy) => underRotation(engine, strategy, install)),
  ),
  extraLatency(install),
  memoryOverRotations(install),
];

if (require.main === module) void main(client);
