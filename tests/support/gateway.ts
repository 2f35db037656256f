import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { strToU8, zipSync } from "fflate";
import { type Gateway, type GatewayOptions, startGateway } from "../../local/aws/gateway/start";

/** What an answer was, whatever its status. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** A gateway with the means to ask it things as somebody. */
export interface TestGateway extends Gateway {
  readonly secrets: SecretsManagerClient;
  /** A request of the query protocol. */
  form(service: string, parameters: Readonly<Record<string, string>>): Promise<TestAnswer>;
  /** A REST request. */
  rest(service: string, method: string, path: string, body?: unknown): Promise<TestAnswer>;
  /** A request of the JSON protocol. */
  json(service: string, target: string, body: object): Promise<TestAnswer>;
}

export interface TestGatewayOptions extends GatewayOptions {
  /** Default: `tester`. */
  readonly accessKeyId?: string;
}

export async function startTestGateway({
  accessKeyId = "tester",
  ...options
}: TestGatewayOptions): Promise<TestGateway> {
  const gateway = await startGateway(options);
  const region = options.region ?? "us-east-1";
  const secrets = new SecretsManagerClient({
    endpoint: gateway.url,
    region,
    credentials: { accessKeyId, secretAccessKey: "not-checked" },
  });
  const ask = async (service: string, path: string, init: RequestInit): Promise<TestAnswer> => {
    const scope = `${accessKeyId}/20260101/${region}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
    const response = await fetch(gateway.url + path, { ...init, headers: { ...init.headers, authorization } });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  const stop = async (): Promise<void> => {
    secrets.destroy();
    await gateway.stop();
  };
  const post = (headers: Record<string, string>, body: string): RequestInit => ({ method: "POST", headers, body });
  return {
    ...gateway,
    stop,
    secrets,
    form: (service, parameters) =>
      ask(
        service,
        "/",
        post({ "content-type": "application/x-www-form-urlencoded" }, new URLSearchParams(parameters).toString()),
      ),
    rest: (service, method, path, body) =>
      ask(service, path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    json: (service, target, body) =>
      ask(
        service,
        "/",
        post({ "content-type": "application/x-amz-json-1.1", "x-amz-target": target }, JSON.stringify(body)),
      ),
  };
}

const FUNCTIONS = "/2015-03-31/functions";

/** Creates a function as Terraform does, from the source of its `index.js`. Returns its ARN. */
export async function createTestFunction(
  gateway: TestGateway,
  functionName: string,
  indexJs: string,
  settings: object = {},
): Promise<string> {
  await gateway.form("iam", { Action: "CreateRole", RoleName: functionName, AssumeRolePolicyDocument: "{}" });
  const created = await gateway.rest("lambda", "POST", FUNCTIONS, {
    FunctionName: functionName,
    Role: `arn:aws:iam::123456789012:role/${functionName}`,
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Code: { ZipFile: zipOf(indexJs) },
    ...settings,
  });
  if (created.status !== 201) throw new Error(`the function was not created: ${created.body}`);
  return JSON.parse(created.body).FunctionArn;
}

/** The zip of a function in base64. */
export const zipOf = (indexJs: string): string =>
  Buffer.from(zipSync({ "index.js": strToU8(indexJs) })).toString("base64");

/** Invokes a function; gives the answer, of a failed function too. */
export const invokeTestFunction = (gateway: TestGateway, named: string, event: unknown): Promise<TestAnswer> =>
  gateway.rest("lambda", "POST", `${FUNCTIONS}/${encodeURIComponent(named)}/invocations`, event);
