import { changesIn, type ResourceChange, type Review, resourcesIn } from "../model/change";
import type { Finding } from "./finding";

/** Arguments that name the key by which something is encrypted. */
const KEY_ARGUMENTS = [
  "kms_key_id",
  "kms_key_arn",
  "master_user_secret_kms_key_id",
  "performance_insights_kms_key_id",
  "kms_master_key_id",
];

/** A key that is deleted or replaced, and what cannot be read after that. */
export function keys(review: Review): readonly Finding[] {
  return changesIn(review, "aws_kms_key").flatMap((change): readonly Finding[] => {
    const { stack, address, action, before } = change;
    const resources = [`${stack}: ${address}`];
    const use = String(before?.description ?? "").replace(/^[\w-]+: /, "");
    if (action !== "delete" && action !== "replace") return weaker(change, use, resources);
    const days = String(before?.deletion_window_in_days ?? 30);
    const encrypted = encryptedBy(review, change).map((one) => `\`${one}\``);
    const what = encrypted.length === 0 ? "everything that it encrypted" : encrypted.join(", ");
    const text = `The key for ${use} is ${action === "delete" ? "deleted" : "replaced"}: after a waiting period of ${days} days, in which its deletion can be cancelled, **${what} and every snapshot and log under it become unreadable for ever**.`;
    const headline = `the key for ${use} is ${action === "delete" ? "deleted" : "replaced"}`;
    return [{ code: "key_deleted", severity: "danger", headline, text, resources }];
  });
}

function weaker(
  { action, before, after }: ResourceChange,
  use: string,
  resources: readonly string[],
): readonly Finding[] {
  if (action !== "update" || before?.enable_key_rotation !== true || after?.enable_key_rotation !== false) return [];
  const text = `The key for ${use} is no longer rotated every year.`;
  return [
    { code: "key_rotation_off", severity: "danger", headline: `the key for ${use} stops rotating`, text, resources },
  ];
}

/** Addresses of what names the key by its ARN, or by a reference to it. */
function encryptedBy(review: Review, { stack, address, before }: ResourceChange): readonly string[] {
  const arn = before?.arn;
  return resourcesIn(review).flatMap((one) => {
    const names = KEY_ARGUMENTS.map((key) => one.before?.[key]);
    const isUsed = names.some(
      (name) =>
        typeof name === "string" && (name === arn || (one.stack === stack && name.startsWith(`\${${address}.`))),
    );
    return isUsed ? [one.address] : [];
  });
}
