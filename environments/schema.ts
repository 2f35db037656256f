import { z } from "zod";
import { appSecretSection } from "./app-secret-section";
import { bastionSection } from "./bastion-section";
import { databaseSection } from "./database-section";
import { checkDeployRoles, deployRolesSection, hasReadableRoles } from "./deploy-roles-section";
import { networkSection } from "./network-section";
import { checkPlace, hasReadablePlace } from "./place-checks";
import { oneOf, rule, section } from "./rules";
import { tagsSection, tagTextSchema } from "./tags-section";
import { accountIdSchema, regionSchema, targetSection } from "./target-section";
import type { WeakenedChoice } from "./weakened";

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
  network: networkSection,
  bastion: bastionSection,
  database: databaseSection.prefault({}),
  rotationFunction: section({
    logLevel: oneOf(["debug", "info", "warn", "error"], "choose one of these").default("info"),
  }).prefault({}),
  appSecrets: z.array(appSecretSection, { error: oneSecret }).min(1, { error: oneSecret }),
})
  .superRefine(checkPlace, { when: ({ value }) => hasReadablePlace(value) })
  .superRefine(checkDeployRoles, { when: ({ value }) => hasReadableRoles(value) })
  .superRefine(
    ({ appSecrets }, context) => {
      for (const key of ["name", "username"] as const) {
        appSecrets.forEach((secret, index) => {
          const first = appSecrets.findIndex((other) => other[key].toLowerCase() === secret[key].toLowerCase());
          if (first === index) return;
          context.addIssue({
            code: "custom",
            path: ["appSecrets", index, key],
            message: rule(`a ${key} that no other app secret has (appSecrets.${first} has it)`, "choose another one"),
          });
        });
      }
    },
    { when: ({ value }) => readableSecrets.safeParse(value).success },
  )
  .superRefine(
    ({ appSecrets, database }, context) => {
      appSecrets.forEach(({ username }, index) => {
        if (username.toLowerCase() !== database.adminUsername.toLowerCase()) return;
        context.addIssue({
          code: "custom",
          path: ["appSecrets", index, "username"],
          message: rule("another user than database.adminUsername", "choose a user of the application's own"),
        });
      });
    },
    {
      when: ({ value }) => readableSecrets.safeParse(value).success && readableAdmin.safeParse(value).success,
    },
  );

/** What the cross-checks read: they run as soon as these are there, so that one mistake does not hide the next. */
const readableSecrets = z.object({ appSecrets: z.array(z.object({ name: z.string(), username: z.string() })) });
const readableAdmin = z.object({ database: z.object({ adminUsername: z.string() }) });

/** What an environment file writes: everything with a safe default may be left out. */
export type EnvironmentInput = z.input<typeof environmentSchema>;

/** What the stacks read: checked, and with every default filled in. */
export type Environment = z.output<typeof environmentSchema> & {
  /** Begins the name of every stack and of most resources. */
  readonly name: string;
  /** The protections that the environment does without. */
  readonly weakened: readonly WeakenedChoice[];
};
