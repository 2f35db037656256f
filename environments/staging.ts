import type { EnvironmentInput } from "./schema";

const REBUILT = { value: false, reason: "staging is rebuilt from a snapshot of production" } as const;
/** A deleted secret keeps its name for the recovery window, which would block the next deployment of staging. */
const NAME_IS_FREE_AT_ONCE = { value: 0, reason: "staging is rebuilt under the same names" } as const;

/** Like production at half the size. To rebuild it, see docs/redeploy.md. Replace account, bucket, tags, key and addresses. */
export const staging: EnvironmentInput = {
  target: { kind: "aws", stateBucket: "replace-me-terraform-state" },
  region: "eu-west-1",
  accountId: "111122223333",
  owner: "replace-me",
  costCentre: "replace-me",
  logRetentionDays: 90,
  network: {
    cidr: "10.20.0.0/16",
    zones: [{ name: "eu-west-1a" }, { name: "eu-west-1b" }],
  },
  bastion: {
    publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGLl8NwEW2v+6AaCqmKVoUGcxgo/K16ckRXz9iuWZRWA replace-me",
    allowedCidrs: ["203.0.113.0/24"],
  },
  database: { deletionProtection: REBUILT },
  appSecrets: [
    {
      name: "shop",
      database: "shop",
      username: "shop",
      privileges: ["SELECT", "INSERT", "UPDATE", "DELETE"],
      recoveryWindowDays: NAME_IS_FREE_AT_ONCE,
    },
    { name: "shop-reports", database: "shop", username: "shop_reports", recoveryWindowDays: NAME_IS_FREE_AT_ONCE },
  ],
};
