import { z } from "zod";
import { checkAppSecrets, hasReadableAppSecrets } from "./checks/app-secret-uniqueness";
import type { Placeholder } from "./checks/placeholders";
import { checkRegion, hasReadableRegion } from "./checks/region-checks";
import { appSecretSection } from "./sections/app-secret-section";
import { bastionSection } from "./sections/bastion-section";
import { databaseSection } from "./sections/database-section";
import { checkDeployRoles, deployRolesSection, hasReadableRoles } from "./sections/deploy-roles-section";
import { monitoringSection } from "./sections/monitoring-section";
import { networkSection } from "./sections/network-section";
import { quotasSection } from "./sections/quotas-section";
import {
  checkRotationFunction,
  hasReadableFunction,
  rotationFunctionSection,
} from "./sections/rotation-function-section";
import { tagsSection, tagTextSchema } from "./sections/tags-section";
import { accountIdSchema, regionSchema, targetSection } from "./sections/target-section";
import type { ConcurrencyNeeded } from "./values/lambda-concurrency";
import type { RotationWindow } from "./values/rotation-window";
import { rule, section } from "./values/rules";
import type { WeakenedChoice } from "./values/weakened";

/** The retention periods that CloudWatch Logs knows up to ten years, in days. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const oneSecret = rule("at least one app secret", "add { name, database, username }");

/** Everything that may differ between environments. Nothing here is secret. */
export const environmentSchema = section({
  target: targetSection,
  region: regionSchema,
  accountId: accountIdSchema,
  deployRoles: deployRolesSection.prefault({}),
  /** Who is asked about these resources: a tag of each. */
  owner: tagTextSchema.default("unassigned"),
  /** Who pays for them: the tag `cost-centre` of each. */
  costCentre: tagTextSchema.default("unassigned"),
  /** Where the resources are written down: the tag `source` of each. Without the key it is the environment's file in this project. */
  source: tagTextSchema.optional(),
  /** Further tags on every resource. */
  tags: tagsSection.prefault({}),
  /** For every log group: network flows, function, database. */
  logRetentionDays: z
    .literal(RETENTION_DAYS, { error: rule(RETENTION_DAYS.join(", "), "choose one of these numbers of days") })
    .default(365),
  /** Where everything else lives: a VPC of the environment's own, or an existing one. */
  network: networkSection,
  bastion: bastionSection,
  /** The RDS instance. */
  database: databaseSection.prefault({}),
  rotationFunction: rotationFunctionSection.prefault({}),
  /** The logins of applications: each a database user, the secret that holds its password, and the schedule by which it changes. */
  appSecrets: z.array(appSecretSection, { error: oneSecret }).min(1, { error: oneSecret }),
  monitoring: monitoringSection.prefault({}),
  /** Quotas of the account and region. Only checked: what does not fit is refused with the number before anything is made. */
  quotas: quotasSection.prefault({}),
})
  .superRefine(checkRegion, { when: ({ value }) => hasReadableRegion(value) })
  .superRefine(checkDeployRoles, { when: ({ value }) => hasReadableRoles(value) })
  .superRefine(checkAppSecrets, { when: ({ value }) => hasReadableAppSecrets(value) })
  .superRefine(checkRotationFunction, { when: ({ value }) => hasReadableFunction(value) });

/** What an environment file writes: everything with a safe default may be left out. */
export type EnvironmentInput = z.input<typeof environmentSchema>;

type Checked = z.output<typeof environmentSchema>;

/** One app secret as the stacks read it. */
export type AppSecretChoice = Checked["appSecrets"][number] & {
  /** The secret's own place in the window that `schedule` and `windowHours` ask for. */
  readonly rotationWindow: RotationWindow;
};

/** What the stacks read: checked, and with every default filled in. */
export type Environment = Omit<Checked, "appSecrets"> & {
  /** Begins the name of every stack and of most resources. */
  readonly name: string;
  readonly appSecrets: readonly AppSecretChoice[];
  /** What it asks of the account's quota of Lambda's concurrent executions. */
  readonly concurrencyNeeded: ConcurrencyNeeded;
  /** The protections that the environment does without. */
  readonly weakened: readonly WeakenedChoice[];
  /** What it still holds of the shipped examples. */
  readonly placeholders: readonly Placeholder[];
};
