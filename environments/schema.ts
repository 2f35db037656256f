import { z } from "zod";
import { appSecretSection } from "./app-secret-section";
import { bastionSection } from "./bastion-section";
import { databaseSection } from "./database-section";
import { networkSection } from "./network-section";
import { oneOf, rule, section } from "./rules";
import { accountIdSchema, regionSchema, targetSection } from "./target-section";
import type { WeakenedChoice } from "./weakened";

/** The retention periods that CloudWatch Logs knows up to ten years, in days. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Tags that every resource gets from the stacks themselves. */
export const OWN_TAGS = ["environment", "managed-by", "project"] as const;

const oneSecret = rule("at least one app secret", "add { name, database, username }");

const tagKey = z
  .string()
  .regex(/^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/iu)
  .refine((key) => !OWN_TAGS.some((own) => own === key));
const tagValue = z.string().regex(/^[\p{L}\p{N} _.:/=+@-]{0,256}$/u);

/** Everything that may differ between environments. Nothing here is secret. */
export const environmentSchema = section({
  target: targetSection,
  region: regionSchema,
  accountId: accountIdSchema,
  /** Further tags on every resource. */
  tags: z
    .record(tagKey, tagValue, {
      error: rule(
        `tag names and values of letters, digits, spaces and _ . : / = + - @, not beginning with aws:, and not ${OWN_TAGS.join(", ")}`,
        "rename the tag or shorten its value",
      ),
    })
    .prefault({}),
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
  .superRefine(
    ({ region, network }, context) => {
      network.zones.forEach(({ name }, index) => {
        if (name.startsWith(region)) return;
        context.addIssue({
          code: "custom",
          path: ["network", "zones", index, "name"],
          message: rule(`a zone of the region ${region}`, "name a zone of this region, or correct the region"),
        });
      });
    },
    { when: ({ value }) => readableZones.safeParse(value).success },
  )
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
const readableZones = z.object({
  region: z.string(),
  network: z.object({ zones: z.array(z.object({ name: z.string() })) }),
});
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
