import { local } from "../../environments/local";
import type { Overlay } from "../../local/terraform/overlay";

/** A change to the environment `local` whose plans are recorded: the input of the golden reports. */
export interface PlanScenario {
  /** Name of the fixture's folder. */
  readonly name: string;
  readonly overlay: Overlay;
  /** Makes every describe call for the database fail, as a role without the right does. */
  readonly isDatabaseDenied?: boolean;
}

const REASON = "shown in a recorded plan, never deployed anywhere";

/** Every scenario that starts from a deployed environment. `nothing-deployed` is recorded before the deployment. */
export const PLAN_SCENARIOS: readonly PlanScenario[] = [
  { name: "nothing-to-do", overlay: {} },
  { name: "privilege-added", overlay: { appSecrets: withSecret("reporting", { privileges: ["SELECT", "INSERT"] }) } },
  {
    name: "schedule-changed",
    overlay: { appSecrets: withSecret("shop", { schedule: { everyDays: 7 }, windowHours: 3 }) },
  },
  { name: "strategy-changed", overlay: { appSecrets: withSecret("search", { strategy: "alternating-users" }) } },
  { name: "database-replaced", overlay: { database: { ...local.database, adminUsername: "chief" } } },
  {
    name: "bastion-opened",
    overlay: { bastion: { ...local.bastion, allowedCidrs: [{ value: "0.0.0.0/0", reason: REASON }] } },
  },
  { name: "secret-removed", overlay: { appSecrets: local.appSecrets.filter(({ name }) => name !== "reporting") } },
  { name: "provider-error", overlay: {}, isDatabaseDenied: true },
  // A tag is the one place of an environment file where any text may stand, and it reaches every resource.
  { name: "value-masked", overlay: { tags: { "api-token": "not-a-real-token-only-an-example" } } },
];

function withSecret(named: string, changed: object): Overlay["appSecrets"] {
  return local.appSecrets.map((secret) => (secret.name === named ? { ...secret, ...changed } : secret));
}
