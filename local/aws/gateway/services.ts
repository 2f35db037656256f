import { join } from "node:path";
import type { CertificateAuthority } from "../../mysql/certificates";
import type { HttpRequest, HttpResponse } from "../secrets-manager/http-message";
import type { RetryPolicy } from "../secrets-manager/start";
import { answerByMoto } from "./answer-by-moto";
import { errorAnswer } from "./answers/errors";
import { createAdminSecrets } from "./databases/admin-secrets";
import { createInstanceStore } from "./databases/instance-record";
import { createLocalDatabases, type LocalDatabases } from "./databases/local-databases";
import { createLogExports, type LogExports } from "./databases/log-exports";
import { answerManagedRotation } from "./databases/managed-rotation";
import { createParameterGroups } from "./databases/parameter-groups";
import { answerRds, groupParameters } from "./databases/rds-calls";
import type { Answer } from "./dispatch";
import { createFunctionLogGroups } from "./functions/function-log-groups";
import { answerLambda } from "./functions/lambda-calls";
import { createLocalFunctions, type LocalFunctions } from "./functions/local-functions";
import { mayInvoke } from "./functions/may-invoke";
import { createPackageStore } from "./functions/package-store";
import { type MotoClient, requestOf } from "./moto-client";
import { type AwsRequest, readAwsRequest } from "./requests/aws-request";
import { openStore } from "./rewrites/store-file";
import { REWRITES } from "./rewrites/table";
import { createGatewaySecrets, type GatewaySecrets } from "./secrets/gateway-secrets";

/** The services that the gateway implements, and how a request reaches them. */
export interface Services {
  readonly answer: Answer;
  readonly secrets: GatewaySecrets;
  readonly functions: LocalFunctions;
  readonly databases: LocalDatabases;
  readonly logExports: LogExports;
  /** Starts the databases of an earlier gateway again. */
  continueDatabases(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServicesOptions {
  /** The state folder. */
  readonly folder: string;
  readonly region: string;
  readonly accountId: string;
  readonly retry: RetryPolicy | undefined;
  /** The gateway's own. */
  readonly endpointUrl: string;
  readonly moto: MotoClient;
  readonly authority: CertificateAuthority;
  readonly databaseCaFile: string;
  readonly onLog: (line: string) => void;
}

/** The services that the gateway implements, in its own region only. moto serves the rest, in every region. */
const OF_ONE_REGION: ReadonlySet<string> = new Set(["lambda", "rds"]);

function inOtherRegion(request: AwsRequest, region: string): HttpResponse {
  const message = `the local AWS has ${request.service} in ${region} only, and was asked for it in ${request.region}`;
  return errorAnswer(request, { code: "NotEmulated", message });
}

export function createServices(options: ServicesOptions): Services {
  const { folder, region, accountId, moto, onLog } = options;
  const packages = createPackageStore(join(folder, "functions"));
  const functions = createLocalFunctions({ ...options, packages, logGroups: createFunctionLogGroups(moto, region) });
  const secrets = createGatewaySecrets({
    ...options,
    file: join(folder, "secrets.json"),
    invoke: (functionArn, event) => functions.invoke(functionArn, event),
    mayInvoke: (functionArn, sourceArn) =>
      mayInvoke(moto, region, functionArn, {
        principal: "secretsmanager.amazonaws.com",
        sourceArn,
        sourceAccount: accountId,
      }),
  });
  const adminSecrets = createAdminSecrets(secrets);
  const databases = createLocalDatabases({
    store: createInstanceStore(join(folder, "databases")),
    authority: options.authority,
    adminOf: (record) => adminSecrets.loginOf(record),
    register: (password) => secrets.register(password),
    onLog,
  });
  const byMoto = { moto, accountId, rewrites: REWRITES, store: openStore(join(folder, "remembered.json")) };
  const logExports = createLogExports(moto, region);
  const parameterGroups = createParameterGroups((form) =>
    answerByMoto(readAwsRequest(requestOf({ service: "rds", region, form })), byMoto),
  );

  return {
    secrets,
    functions,
    databases,
    logExports,
    async answer(request) {
      if (OF_ONE_REGION.has(request.service) && request.region !== region) return inOtherRegion(request, region);
      switch (request.service) {
        case "secretsmanager":
          return (
            (await answerManagedRotation(request, { secrets, adminSecrets, databases })) ??
            secrets.service.handle(request)
          );
        case "lambda":
          return answerLambda(request, { functions, packages, forward: () => answerByMoto(request, byMoto) });
        case "rds": {
          const forward = (asked: HttpRequest) => answerByMoto(request, byMoto, asked);
          return answerRds(request, { databases, adminSecrets, parameterGroups, logExports, forward });
        }
        default:
          return answerByMoto(request, byMoto);
      }
    },
    continueDatabases: () => databases.startAll((identifier) => groupParameters(identifier, parameterGroups)),
    async stop() {
      secrets.service.stop();
      await Promise.all([functions.stop(), databases.stop()]);
    },
  };
}
