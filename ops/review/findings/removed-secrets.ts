import { changesIn, type Review } from "../model/change";
import type { Finding } from "./finding";

/** Secrets that are created, removed or replaced. Removing one drops the users that the function made for it. */
export function removedSecrets(review: Review): readonly Finding[] {
  return changesIn(review, "aws_secretsmanager_secret").flatMap(
    ({ stack, address, action, before, after }): Finding[] => {
      const resources = [`${stack}: ${address}`];
      const name = `\`${String(before?.name ?? after?.name)}\``;
      if (action === "create") {
        const text = `The secret ${name} is created. The function makes its database user and its first value; no value goes through Terraform.`;
        return [
          { code: "secret_created", severity: "note", headline: `the secret ${name} is created`, text, resources },
        ];
      }
      if (action !== "delete" && action !== "replace") return [];
      const days = Number(before?.recovery_window_in_days ?? 30);
      const way =
        days === 0
          ? "**There is no recovery window: its value is gone at once.**"
          : `It can be restored for ${days} days; its name stays taken for so long.`;
      const text = `The secret ${name} is ${action === "delete" ? "deleted" : "replaced by a new one"}. ${way} Every application that reads it fails from then on. The database users that the function made for it are dropped; no schema is.`;
      const headline = `the secret ${name} is ${action === "delete" ? "deleted" : "replaced"}`;
      return [{ code: "secret_deleted", severity: "danger", headline, text, resources }];
    },
  );
}
