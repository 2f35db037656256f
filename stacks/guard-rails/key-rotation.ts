import { shown } from "./json";
import type { GuardRail } from "./rule";

/** Keys change their material every year and have a written policy. */
export const keyRotation: GuardRail = {
  name: "key-rotation",
  check: (environment) =>
    environment
      .resources("aws_kms_key")
      .filter(({ values }) => values.enable_key_rotation !== true || typeof values.policy !== "string")
      .map(({ path, values }) => ({
        path,
        found: `enable_key_rotation = ${shown(values.enable_key_rotation)}, policy = ${typeof values.policy === "string" ? "written" : "none"}`,
        allowed: "enable_key_rotation = true and a policy",
        remedy: "make keys with encryptionKey()",
      })),
};
