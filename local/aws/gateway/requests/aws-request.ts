import { credentialScope, type HttpRequest } from "../../secrets-manager/http-message";
import { resourceInForm, resourceInJson } from "./named-resource";
import { restAction } from "./rest-routes";

/** A request to AWS, as far as the gateway has to understand it. */
export interface AwsRequest extends HttpRequest {
  readonly accessKeyId: string;
  readonly region: string | undefined;
  /** The name that it was signed for. */
  readonly service: string;
  /** As IAM writes it, without the service. A REST request that no route knows: method and path. */
  readonly action: string;
  readonly resource: string | undefined;
  /** Of the query protocol; empty for the others. */
  readonly form: URLSearchParams;
  /** Of the JSON protocols; undefined for the others. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  /** The form of the expected answer. */
  readonly protocol: "query" | "ec2" | "json";
}

/** Reads caller, service and operation. A request that was not signed is one to the service `unsigned`, which does not exist. */
export function readAwsRequest(request: HttpRequest): AwsRequest {
  const { accessKeyId, region, service = "unsigned" } = credentialScope(request.headers);
  const base = { ...request, accessKeyId, region, service };
  const contentType = request.headers["content-type"] ?? "";
  if (contentType.startsWith("application/x-www-form-urlencoded")) {
    const form = new URLSearchParams(request.body.toString("utf8"));
    const protocol = service === "ec2" ? "ec2" : "query";
    return {
      ...base,
      protocol,
      form,
      json: undefined,
      action: form.get("Action") ?? "",
      resource: resourceInForm(form),
    };
  }
  const json = parseObject(request.body);
  const form = new URLSearchParams();
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    const action = target.slice(target.lastIndexOf(".") + 1);
    return { ...base, protocol: "json", form, json, action, resource: resourceInJson(json) };
  }
  const [path = "/"] = request.target.split("?");
  const route = restAction(service, request.method, path) ?? {
    action: /^\/service\/[^/]+\/operation\/(\w+)$/.exec(path)?.[1] ?? `${request.method} ${path}`,
    resource: undefined,
  };
  return {
    ...base,
    protocol: "json",
    form,
    json,
    action: route.action,
    resource: route.resource ?? resourceInJson(json),
  };
}

/** The values of the parameters whose names match: the members of a list, in the order of the request. */
export const formValues = (form: URLSearchParams, name: RegExp): readonly string[] =>
  [...form].flatMap(([found, value]) => (name.test(found) ? [value] : []));

function parseObject(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined; // no JSON object: nothing is known of it
  }
}
