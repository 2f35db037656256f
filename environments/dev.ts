import type { EnvironmentInput } from "./schema";

/** Small and cheap; a destroy leaves nothing behind. Replace account, bucket, tags, key and addresses. */
export const dev: EnvironmentInput = {
  target: { kind: "aws", stateBucket: "replace-me-terraform-state" },
  region: "eu-west-1",
  accountId: "111122223333",
  owner: "replace-me",
  costCentre: "replace-me",
  logRetentionDays: 30,
  network: {
    cidr: "10.10.0.0/16",
    zones: [{ name: "eu-west-1a" }, { name: "eu-west-1b" }],
  },
  bastion: {
    publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAy2tPQm1SI7cLl1QM6wEQcwcRYCGJ2XGwi525FPyZVr replace-me",
    allowedCidrs: ["203.0.113.0/24"],
  },
  database: {
    instanceClass: "db.t4g.small",
    performanceInsights: false,
    applyImmediately: true,
    multiAz: { value: false, reason: "nobody waits for dev, a zone outage may stop it" },
    deletionProtection: { value: false, reason: "dev is destroyed and rebuilt at will" },
    finalSnapshot: { value: false, reason: "dev holds generated data only" },
    backupDays: { value: 1, reason: "dev holds generated data only" },
  },
  appSecrets: [
    {
      name: "shop",
      database: "shop",
      username: "shop",
      privileges: ["SELECT", "INSERT", "UPDATE", "DELETE"],
      recoveryWindowDays: { value: 0, reason: "the name must be free for the next rebuild" },
    },
  ],
};
