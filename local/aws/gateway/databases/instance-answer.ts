import { changeElements, escapeXml, setElement, xmlText } from "../answers/xml";
import type { InstanceRecord } from "./instance-record";

/** Where a server is, for clients. The name is that in its certificate. */
export const DATABASE_HOST = "localhost";

/** The facts about an instance that replace moto's in an answer. */
export interface InstanceTruth {
  readonly record: InstanceRecord;
  readonly state: "creating" | "available" | "failed" | "unknown";
}

/**
 * Puts into every DB instance of an answer what the gateway owns: the real server's endpoint, the state of its start, the admin secret,
 * and an id that differs from one instance to the next (moto has one for all).
 */
export function withTruth(xml: string, truthOf: (identifier: string) => InstanceTruth | undefined): string {
  return changeElements(xml, "DBInstance", (instance) => {
    const truth = truthOf(xmlText(instance, "DBInstanceIdentifier") ?? "");
    return truth === undefined ? instance : instanceWith(instance, truth);
  });
}

function instanceWith(instance: string, { record, state }: InstanceTruth): string {
  let told = setElement(instance, "DbiResourceId", record.resourceId);
  if (state !== "available") {
    told = setElement(told, "DBInstanceStatus", state).replace(/<Endpoint>[\s\S]*?<\/Endpoint>/, "");
  } else if (record.port !== undefined) {
    told = setElement(
      told,
      "Endpoint",
      `<Address>${record.host ?? DATABASE_HOST}</Address><Port>${record.port}</Port>`,
    );
  }
  if (record.adminSecretArn !== undefined) {
    const key = record.kmsKeyId === undefined ? "" : `<KmsKeyId>${escapeXml(record.kmsKeyId)}</KmsKeyId>`;
    const arn = `<SecretArn>${escapeXml(record.adminSecretArn)}</SecretArn>`;
    told = setElement(told, "MasterUserSecret", `${arn}<SecretStatus>active</SecretStatus>${key}`);
  }
  return told;
}
