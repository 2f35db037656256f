import { randomBytes } from "node:crypto";
import type { LocalEngine } from "../../../mysql/program";
import type { HttpRequest, HttpResponse } from "../../secrets-manager/http-message";
import { errorAnswer } from "../answers/errors";
import { xmlText } from "../answers/xml";
import type { AwsRequest } from "../requests/aws-request";
import { parametersIn } from "../rewrites/parameter-reset";
import type { AdminSecrets } from "./admin-secrets";
import { refusedApplyMethod } from "./apply-methods";
import { withTruth } from "./instance-answer";
import type { InstanceRecord } from "./instance-record";
import type { LocalDatabases } from "./local-databases";
import type { LogExports } from "./log-exports";
import { rotateAdmin } from "./managed-rotation";
import type { ParameterGroups } from "./parameter-groups";
import type { ServerParameter } from "./server-parameters";

export interface RdsCallsOptions {
  readonly databases: LocalDatabases;
  readonly adminSecrets: AdminSecrets;
  readonly parameterGroups: ParameterGroups;
  readonly logExports: LogExports;
  readonly forward: (request: HttpRequest) => Promise<HttpResponse>;
}

/** Calls that would change a real server in a way that the local AWS does not implement: they are refused, not faked. */
const NOT_DONE: ReadonlySet<string> = new Set([
  "CreateDBInstanceReadReplica",
  "PromoteReadReplica",
  "RebootDBInstance",
  "RestoreDBInstanceFromDBSnapshot",
  "RestoreDBInstanceFromS3",
  "RestoreDBInstanceToPointInTime",
  "StartDBInstance",
  "StopDBInstance",
]);

/** The same of parameters: an instance that is renamed, or an admin whose password is given instead of managed. */
const NOT_CHANGED: ReadonlySet<string> = new Set([
  "ModifyDBInstance NewDBInstanceIdentifier",
  "ModifyDBInstance MasterUserPassword",
  "ModifyDBInstance ManageMasterUserPassword",
]);

/** Answers a request to RDS: moto keeps what is configured, a real MySQL follows it. */
export async function answerRds(request: AwsRequest, options: RdsCallsOptions): Promise<HttpResponse> {
  const { databases, adminSecrets, parameterGroups, logExports, forward } = options;
  const { action, form } = request;
  if (action === "CreateDBInstance" && !isEngine(form.get("Engine"))) {
    const message = `the local AWS runs mysql and mariadb, and was asked for ${form.get("Engine")}`;
    return errorAnswer(request, { code: "NotEmulated", message });
  }
  const refused = NOT_DONE.has(action) ? action : [...form.keys()].find((name) => NOT_CHANGED.has(`${action} ${name}`));
  if (refused !== undefined) {
    const message = `the local AWS does not do ${refused} to its real MySQL; what to do: leave this out of the environment`;
    return errorAnswer(request, { code: "NotEmulated", message });
  }
  const badMethod = await refusedApplyMethod(action, form, parameterGroups);
  if (badMethod !== undefined) return errorAnswer(request, badMethod);
  const answer = await forward(withIdentifier(request, databases));
  if (answer.status !== 200) return answer;
  logExports.follow(action, form);
  const identifier = (form.get("DBInstanceIdentifier") ?? "").toLowerCase();
  const told = (record?: InstanceRecord): HttpResponse => ({
    ...answer,
    body: withTruth(String(answer.body), (named) => {
      const found = databases.recordOf(named);
      if (found !== undefined) return { record: found, state: databases.stateOf(named) };
      return record === undefined ? undefined : { record, state: "available" };
    }),
  });

  switch (action) {
    case "CreateDBInstance": {
      const record = await newRecord(form, identifier, xmlText(String(answer.body), "KmsKeyId"), adminSecrets);
      databases.create(record, () => groupParameters(identifier, parameterGroups));
      return told();
    }
    case "ModifyDBInstance": {
      const record = databases.recordOf(identifier);
      if (record !== undefined && form.get("RotateMasterUserPassword") === "true") {
        await rotateAdmin(record, { adminSecrets, databases });
      }
      if (form.has("DBParameterGroupName")) {
        await databases.setParameters(identifier, await groupParameters(identifier, parameterGroups));
      }
      return told();
    }
    case "DeleteDBInstance": {
      const removed = await databases.remove(identifier);
      if (removed?.adminSecretArn !== undefined) await adminSecrets.remove(removed.adminSecretArn);
      return told(removed);
    }
    case "ModifyDBParameterGroup":
    case "ResetDBParameterGroup": {
      const group = form.get("DBParameterGroupName") ?? "";
      const set = await parameterGroups.parametersOf(group);
      const taken = parametersIn(form).filter((name) => !set.some((parameter) => parameter.name === name));
      const now = [...set, ...taken.map((name) => ({ name, value: undefined }))];
      for (const server of databases.servers()) {
        if ((await parameterGroups.groupOf(server.identifier)) === group) {
          await databases.setParameters(server.identifier, now);
        }
      }
      return answer;
    }
    default:
      return told();
  }
}

/** What the parameter group of an instance sets. */
export async function groupParameters(
  identifier: string,
  groups: ParameterGroups,
): Promise<readonly ServerParameter[]> {
  const group = await groups.groupOf(identifier);
  return group === undefined ? [] : groups.parametersOf(group);
}

async function newRecord(
  form: URLSearchParams,
  identifier: string,
  kmsKeyId: string | undefined,
  adminSecrets: AdminSecrets,
): Promise<InstanceRecord> {
  const adminUsername = form.get("MasterUsername") ?? "admin";
  const engine = form.get("Engine");
  const isManaged = form.get("ManageMasterUserPassword") === "true";
  const login = adminSecrets.newLogin(adminUsername);
  const key = form.get("MasterUserSecretKmsKeyId") ?? kmsKeyId;
  return {
    identifier,
    engine: isEngine(engine) ? engine : "mysql",
    resourceId: `db-${randomBytes(16).toString("hex").toUpperCase().slice(0, 26)}`,
    port: undefined,
    adminUsername,
    adminSecretArn: isManaged ? await adminSecrets.create(login, identifier, key) : undefined,
    adminPassword: isManaged ? undefined : (form.get("MasterUserPassword") ?? undefined),
    kmsKeyId: key,
  };
}

/**
 * The provider looks for an instance by its resource id, which moto has only one of: the request is changed to ask for the
 * identifier. An id that is not known stays, and moto finds nothing.
 */
function withIdentifier(request: AwsRequest, databases: LocalDatabases): HttpRequest {
  const { action, form } = request;
  const resourceId = form.get("Filters.Filter.1.Values.Value.1");
  if (action !== "DescribeDBInstances" || form.get("Filters.Filter.1.Name") !== "dbi-resource-id") return request;
  const known = databases.identifierOf(resourceId ?? "");
  const changed = new URLSearchParams(form);
  for (const name of form.keys()) if (name.startsWith("Filters.")) changed.delete(name);
  changed.set("DBInstanceIdentifier", known ?? "no-such-instance");
  return { ...request, body: Buffer.from(changed.toString()) };
}

const isEngine = (name: string | null): name is LocalEngine => name === "mysql" || name === "mariadb";
