import { randomUUID } from "node:crypto";
import { newPassword } from "../../../mysql/accounts";
import type { Login } from "../../../mysql/connection";
import { versionWith } from "../../secrets-manager/labels";
import { AWSCURRENT } from "../../secrets-manager/state";
import type { GatewaySecrets } from "../secrets/gateway-secrets";
import type { InstanceRecord } from "./instance-record";

/** The admin secrets that RDS manages for instances: made with the instance, deleted with it. */
export interface AdminSecrets {
  /** A login with a new password. */
  newLogin(username: string): Login;
  /** Makes a secret that holds user name and password and nothing else, as RDS does. Returns its ARN. */
  create(login: Login, identifier: string, kmsKeyId: string | undefined): Promise<string>;
  /** Makes this the login in the secret, under the token of a rotation where there is one. Rejects when RDS does not manage it. */
  store(record: InstanceRecord, login: Login, token?: string): Promise<void>;
  /** Deletes it at once. */
  remove(arn: string): Promise<void>;
  /** The login in the secret now. */
  loginOf(record: InstanceRecord): Login;
}

export function createAdminSecrets(secrets: GatewaySecrets): AdminSecrets {
  return {
    newLogin(username) {
      const login = { username, password: newPassword() };
      secrets.register(login.password);
      return login;
    },
    async create(login, identifier, kmsKeyId) {
      const { ARN } = await secrets.asOwner("CreateSecret", {
        Name: `rds!db-${randomUUID()}`,
        Description: `The secret associated with the primary RDS DB instance: ${identifier}`,
        SecretString: JSON.stringify(login),
        ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId }),
      });
      return String(ARN);
    },
    async store({ adminSecretArn, identifier }, login, token) {
      if (adminSecretArn === undefined) throw new Error(`RDS does not manage the admin secret of ${identifier}`);
      await secrets.asOwner("PutSecretValue", {
        SecretId: adminSecretArn,
        SecretString: JSON.stringify(login),
        ...(token === undefined ? {} : { ClientRequestToken: token }),
      });
    },
    async remove(arn) {
      await secrets.asOwner("DeleteSecret", { SecretId: arn, ForceDeleteWithoutRecovery: true });
    },
    loginOf({ adminSecretArn, adminUsername, adminPassword }) {
      if (adminSecretArn === undefined) return { username: adminUsername, password: adminPassword ?? "" };
      const secret = [...secrets.service.state.secrets.values()].find(({ arn }) => arn === adminSecretArn);
      const value = secret === undefined ? undefined : versionWith(secret, AWSCURRENT)?.value;
      if (value?.kind !== "string") throw new Error(`the admin secret ${adminSecretArn} has no value`);
      const { username, password } = JSON.parse(value.text) as Login;
      return { username, password };
    },
  };
}
