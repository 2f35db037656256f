import { asObject, shown } from "./json";
import type { GuardRail } from "./rule";

/** A state in S3 is encrypted and locked. */
export const encryptedState: GuardRail = {
  name: "encrypted-state",
  check: ({ stacks }) =>
    stacks.flatMap(({ id, terraform }) => {
      const { s3 } = asObject(terraform.backend);
      if (s3 === undefined) return [];
      const { encrypt, use_lockfile } = asObject(s3);
      if (encrypt === true && use_lockfile === true) return [];
      return [
        {
          path: id,
          found: `encrypt = ${shown(encrypt)}, use_lockfile = ${shown(use_lockfile)} in the S3 backend`,
          allowed: "true for both",
          remedy: "make the backend with addProviderAndBackend()",
        },
      ];
    }),
};
