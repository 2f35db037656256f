import { shown } from "./json";
import { referencedFrom } from "./references";
import type { GuardRail } from "./rule";

/** Every password changes by itself: the admin's by RDS, an app user's by the rotation of its secret. */
export const secretRotation: GuardRail = {
  name: "secret-rotation",
  check: (environment) => {
    const rotations = environment.resources("aws_secretsmanager_secret_rotation");
    const rotating = referencedFrom(environment, rotations, "secret_id");
    return [
      ...environment
        .resources("aws_secretsmanager_secret")
        .filter((secret) => !rotating.has(secret))
        .map(({ path }) => ({
          path,
          found: "a secret without rotation",
          allowed: "a secret with a rotation schedule",
          remedy: "give it one with rotation()",
        })),
      ...environment
        .resources("aws_db_instance")
        // A replica has the users of its source.
        .filter(({ values }) => values.replicate_source_db === undefined && values.manage_master_user_password !== true)
        .map(({ path, values }) => ({
          path,
          found: `manage_master_user_password = ${shown(values.manage_master_user_password)}`,
          allowed: "true: RDS makes the admin's password, keeps it and changes it",
          remedy: "leave the admin's password to RDS",
        })),
    ];
  },
};
