import { findSecretIfAny } from "../../secrets-manager/find-secret";
import type { HttpResponse } from "../../secrets-manager/http-message";
import { replyResponse } from "../../secrets-manager/protocol";
import type { AwsRequest } from "../requests/aws-request";
import type { GatewaySecrets } from "../secrets/gateway-secrets";
import type { AdminSecrets } from "./admin-secrets";
import type { InstanceRecord } from "./instance-record";
import type { LocalDatabases } from "./local-databases";

export interface ManagedRotationOptions {
  readonly secrets: GatewaySecrets;
  readonly adminSecrets: AdminSecrets;
  readonly databases: LocalDatabases;
}

/**
 * Answers RotateSecret for an admin secret that RDS manages: RDS rotates it without a function ("managed rotation",
 * userguide/rotate-secrets_managed.html). Undefined for every other request.
 *
 * DEVIATION from userguide/rotate-secrets_managed.html: the rotation is complete when the response arrives, and a schedule in the request is not stored.
 */
export async function answerManagedRotation(
  request: AwsRequest,
  options: ManagedRotationOptions,
): Promise<HttpResponse | undefined> {
  if (request.action !== "RotateSecret") return undefined;
  const { SecretId, RotateImmediately, ClientRequestToken } = request.json ?? {};
  const { state } = options.secrets.service;
  const secret = typeof SecretId === "string" ? findSecretIfAny(state, SecretId, Date.now()) : undefined;
  const record = options.databases.records().find(({ adminSecretArn }) => adminSecretArn === secret?.arn);
  if (secret === undefined || record === undefined) return undefined;
  const token = typeof ClientRequestToken === "string" ? ClientRequestToken : undefined;
  if (RotateImmediately !== false) await rotateAdmin(record, options, token);
  return replyResponse({ ARN: secret.arn, Name: secret.name, VersionId: token });
}

/** Gives the admin a new password, on the server and then in its secret. */
export async function rotateAdmin(
  record: InstanceRecord,
  { adminSecrets, databases }: Pick<ManagedRotationOptions, "adminSecrets" | "databases">,
  token?: string,
): Promise<void> {
  const login = adminSecrets.newLogin(record.adminUsername);
  await databases.changeAdmin(record.identifier, login);
  await adminSecrets.store(record, login, token);
}
