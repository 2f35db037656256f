import type { EnvironmentInput } from "./schema";

const REASON = "exists on one laptop only, and only for the length of a rehearsal";
const SHOP = { database: "shop", recoveryWindowDays: { value: 0, reason: REASON } } as const;

/** An emulator on this machine: what the rehearsal shows, without an AWS account. */
export const local: EnvironmentInput = {
  target: { kind: "emulator" },
  region: "us-east-1",
  accountId: "123456789012",
  logRetentionDays: 1,
  network: {
    cidr: "10.40.0.0/16",
    zones: [{ name: "us-east-1a" }, { name: "us-east-1b" }],
  },
  bastion: {
    publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEu+WgF9E0QMsXtWM8L+bOkyR+UN2eYHqPhluVExTPpt local",
    allowedCidrs: ["127.0.0.1/32"],
  },
  database: {
    performanceInsights: false,
    monitoringSeconds: 0,
    multiAz: { value: false, reason: REASON },
    deletionProtection: { value: false, reason: REASON },
    finalSnapshot: { value: false, reason: REASON },
    backupDays: { value: 0, reason: REASON },
  },
  appSecrets: [
    { ...SHOP, name: "shop", username: "shop", privileges: ["SELECT", "INSERT", "UPDATE", "DELETE"] },
    { ...SHOP, name: "reporting", username: "reporting" },
    { ...SHOP, name: "jobs", username: "jobs", privileges: ["SELECT", "INSERT"], strategy: "single-user" },
    { ...SHOP, name: "search", username: "search", strategy: "admin-rotated" },
  ],
};
