import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { local } from "../../environments/local";
import { asObject } from "../../stacks/guard-rails/json";
import { LocalError } from "../terminal/error";
import type { Overlay } from "../terraform/overlay";
import type { KeptPaths } from "./paths";

export const ENGINES = ["mysql", "mariadb"] as const;
export type SandboxEngine = (typeof ENGINES)[number];

const REASON = "shows on one laptop what a rotation is like where one password is kept";

/** The engine that `up` was told, and that `deploy` deploys: MySQL where nothing was said. */
export function chosenEngine({ choices }: Pick<KeptPaths, "choices">): SandboxEngine {
  try {
    const found: unknown = JSON.parse(readFileSync(choices, "utf8"));
    return ENGINES.find((engine) => asObject(found).engine === engine) ?? "mysql";
  } catch {
    return "mysql"; // nothing was chosen
  }
}

/** Keeps the engine for later deployments. Throws `bad_command` where a database of another engine is deployed. */
export function chooseEngine(paths: KeptPaths, engine: SandboxEngine, isDeployed: boolean): void {
  const present = chosenEngine(paths);
  if (engine !== present && isDeployed) {
    throw new LocalError(
      "bad_command",
      `the engine of a deployed database does not change; found: ${present}; asked for: ${engine}; what to do: npm run local -- destroy, ` +
        `then npm run local -- up --engine ${engine}`,
    );
  }
  mkdirSync(paths.folder, { recursive: true, mode: 0o700 });
  writeFileSync(paths.choices, `${JSON.stringify({ engine })}\n`, { mode: 0o600 });
}

/** What an engine changes in the environment `local`. */
export function engineOverlay(engine: SandboxEngine): Overlay {
  if (engine === "mysql") return {};
  return {
    database: { engine: "mariadb", engineVersion: "11.4" },
    appSecrets: local.appSecrets.map((secret) =>
      secret.strategy === "single-user" ? { ...secret, strategy: { value: secret.strategy, reason: REASON } } : secret,
    ),
  };
}
