import type { EnvironmentInput } from "./schema";

/** Production: every protection on, which is what leaving a key out means. Replace account, bucket, key and addresses. */
export const prod: EnvironmentInput = {
  target: { kind: "aws", stateBucket: "replace-me-terraform-state" },
  region: "eu-west-1",
  accountId: "444455556666",
  network: {
    cidr: "10.30.0.0/16",
    zones: [
      { name: "eu-west-1a", publicCidr: "10.30.0.0/24", privateCidr: "10.30.10.0/24" },
      { name: "eu-west-1b", publicCidr: "10.30.1.0/24", privateCidr: "10.30.11.0/24" },
      { name: "eu-west-1c", publicCidr: "10.30.2.0/24", privateCidr: "10.30.12.0/24" },
    ],
  },
  bastion: {
    publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID8S5q/IkQB9Sz94owd6apC7FiBtGRJqE6DOKRc0oTTD replace-me",
    allowedCidrs: ["203.0.113.0/28"],
  },
  database: { instanceClass: "db.m7g.large", storageGib: 100, maxStorageGib: 1000, backupDays: 35 },
  appSecrets: [
    { name: "shop", database: "shop", username: "shop", privileges: ["SELECT", "INSERT", "UPDATE", "DELETE"] },
    { name: "shop-reports", database: "shop", username: "shop_reports" },
  ],
};
