import type { AppSecretChoice, Environment } from "../../environments/schema";

/** The events that both a deployment and an operator's command send to the rotation function. */

/** What only the sender knows: Terraform from references, a command from AWS itself. */
export interface ProvisionedSecret {
  readonly secretId: string;
  readonly adminSecretId: string;
  readonly host: string;
  readonly port: number;
}

/** Creates database, users, grants and the first value of a secret, or converges them. */
export function provisionEvent(
  { database: { engine } }: Environment,
  settings: AppSecretChoice,
  { secretId, adminSecretId, host, port }: ProvisionedSecret,
) {
  return {
    action: "provision",
    secretId,
    adminSecretId,
    host,
    port,
    // Left out where it would say nothing.
    ...(engine === "mysql" ? {} : { engine }),
    dbname: settings.database,
    username: settings.username,
    ...(settings.snapshotSecret === undefined ? {} : { formerSecret: settings.snapshotSecret }),
    userHost: settings.userHost,
    privileges: settings.privileges,
  };
}

/** A secret, and what its environment declares of its users. */
export interface AuditedSecret {
  readonly arn: string;
  readonly settings: Pick<AppSecretChoice, "database" | "privileges">;
}

/** One of the calls that audit a whole environment together. Only these write metrics. */
export interface AuditedEnvironment {
  readonly name: string;
  /** From 1. */
  readonly part: number;
  readonly of: number;
}

/** Checks secrets, and compares the privileges of their users with those that the environment declares. */
export function auditEvent(secrets: readonly AuditedSecret[], environment?: AuditedEnvironment) {
  return {
    action: "audit",
    secretIds: secrets.map(({ arn }) => arn),
    declared: Object.fromEntries(
      secrets.map(({ arn, settings: { database, privileges } }) => [arn, { dbname: database, privileges }]),
    ),
    ...(environment === undefined ? {} : { environment }),
  };
}
