import type { EnvironmentInput } from "./schema";

/** Production: every protection is on, which is the default of every key. Replace account, bucket, tags, key and addresses. */
export const prod: EnvironmentInput = {
  target: { kind: "aws", stateBucket: "replace-me-terraform-state" },
  region: "eu-west-1",
  accountId: "444455556666",
  owner: "replace-me",
  costCentre: "replace-me",
  network: {
    cidr: "10.30.0.0/16",
    zones: [{ name: "eu-west-1a" }, { name: "eu-west-1b" }, { name: "eu-west-1c" }],
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
