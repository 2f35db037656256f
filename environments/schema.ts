import { z } from "zod";
import { appSecretsCheck } from "./checks/app-secret-uniqueness";
import { regionCheck } from "./checks/region-checks";
import type { Placeholder } from "./placeholders";
import { appSecretSection } from "./sections/app-secret-section";
import { bastionSection } from "./sections/bastion-section";
import { databaseSection } from "./sections/database-section";
import { deployRolesCheck, deployRolesSection } from "./sections/deploy-roles-section";
import { monitoringSection } from "./sections/monitoring-section";
import { networkSection } from "./sections/network-section";
import { quotasSection } from "./sections/quotas-section";
import { rotationFunctionCheck, rotationFunctionSection } from "./sections/rotation-function-section";
import { tagsSection, tagTextSchema } from "./sections/tags-section";
import { accountIdSchema, regionSchema, targetSection } from "./sections/target-section";
import type { ConcurrencyNeeded } from "./values/lambda-concurrency";
import type { RotationWindow } from "./values/rotation-window";
import { rule, section } from "./values/rules";
import type { WeakenedChoice } from "./values/weakened";

/** The retention periods that CloudWatch Logs allows up to ten years, in days. */
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
  /** The team or person responsible for the resources: a tag of each. */
  owner: tagTextSchema.default("unassigned"),
  /** Who pays for them: the tag `cost-centre` of each. */
  costCentre: tagTextSchema.default("unassigned"),
  /** Where the resources are defined: the tag `source` of each. The default is the environment's file in this project. */
  source: tagTextSchema.optional(),
  /** More tags for every resource. */
  tags: tagsSection.prefault({}),
  /** For every log group: network flows, function, database. */
  logRetentionDays: z
    .literal(RETENTION_DAYS, { error: rule(RETENTION_DAYS.join(", "), "choose one of these numbers of days") })
    .default(365),
  /** The network of all other resources: the environment's own VPC, or an existing one. */
  network: networkSection,
  bastion: bastionSection,
  /** The RDS instance. */
  database: databaseSection.prefault({}),
  rotationFunction: rotationFunctionSection.prefault({}),
  /** The applications' logins: each is a database user, the secret with its password, and the rotation schedule. */
  appSecrets: z.array(appSecretSection, { error: oneSecret }).min(1, { error: oneSecret }),
  monitoring: monitoringSection.prefault({}),
  /** Quotas of the account and region. Only checks: an environment that exceeds one is refused, with the number, before a deployment. */
  quotas: quotasSection.prefault({}),
})
  .superRefine(...regionCheck)
  .superRefine(...deployRolesCheck)
  .superRefine(...appSecretsCheck)
  .superRefine(...rotationFunctionCheck);

/** What an environment file contains. Every key with a safe default is optional. */
export type EnvironmentInput = z.input<typeof environmentSchema>;

type Checked = z.output<typeof environmentSchema>;

/** One app secret as the stacks read it. */
export type AppSecretChoice = Checked["appSecrets"][number] & {
  /** The secret's own part of the window that `schedule` and `windowHours` request. */
  readonly rotationWindow: RotationWindow;
};

/** What the stacks read: checked, with all defaults set. */
export type Environment = Omit<Checked, "appSecrets"> & {
  /** Prefix of the name of every stack and of most resources. */
  readonly name: string;
  readonly appSecrets: readonly AppSecretChoice[];
  /** What it needs of the account's quota of Lambda's concurrent executions. */
  readonly concurrencyNeeded: ConcurrencyNeeded;
  /** The protections that the environment has turned off, with their reasons. */
  readonly weakened: readonly WeakenedChoice[];
  /** Values that are still those of the shipped examples. */
  readonly placeholders: readonly Placeholder[];
};
