import { randomBytes } from "node:crypto";
import type { HttpResponse } from "../../secrets-manager/http-message";
import { errorAnswer } from "../answers/errors";
import { escapeXml, xmlAnswer } from "../answers/xml";
import { type AwsRequest, formValues } from "../requests/aws-request";
import type { Rewrite, Store } from "./rewrite";

/** What is kept of an endpoint: what the request said. */
interface Endpoint {
  readonly id: string;
  readonly arn: string;
  readonly subnetId: string;
  readonly groupIds: readonly string[];
  readonly preserveClientIp: string;
  readonly tags: readonly (readonly [key: string, value: string])[];
}

const KEY = "instance connect endpoints";

const WHY = "moto has no EC2 Instance Connect Endpoints: a bastion of mode `eice` cannot be deployed";

const endpoints = (store: Store): readonly Endpoint[] => JSON.parse(store.get(KEY) ?? "[]");

/** API_CreateInstanceConnectEndpoint: it exists at once, and reaches nothing. */
export const createConnectEndpoint: Rewrite = {
  service: "ec2",
  actions: ["CreateInstanceConnectEndpoint"],
  why: WHY,
  what: "remembers one",
  onErrors: true,
  patch(_answer, { action, form, region }, store, accountId) {
    const keys = formValues(form, /^TagSpecification\.1\.Tag\.\d+\.Key$/);
    const values = formValues(form, /^TagSpecification\.1\.Tag\.\d+\.Value$/);
    const id = `eice-${randomBytes(9).toString("hex").slice(0, 17)}`;
    const made: Endpoint = {
      id,
      arn: `arn:aws:ec2:${region}:${accountId}:instance-connect-endpoint/${id}`,
      subnetId: form.get("SubnetId") ?? "",
      groupIds: formValues(form, /^SecurityGroupId\.\d+$/),
      preserveClientIp: form.get("PreserveClientIp") ?? "false",
      tags: keys.map((key, index) => [key, values[index] ?? ""]),
    };
    store.set(KEY, JSON.stringify([...endpoints(store), made]));
    return xmlAnswer(
      "ec2",
      action,
      `<instanceConnectEndpoint>${told(made, "create-complete")}</instanceConnectEndpoint>`,
    );
  },
};

export const describeConnectEndpoints: Rewrite = {
  service: "ec2",
  actions: ["DescribeInstanceConnectEndpoints"],
  why: WHY,
  what: "tells those that are remembered",
  onErrors: true,
  patch(_answer, request, store) {
    const { action, form } = request;
    const wanted = formValues(form, /^InstanceConnectEndpointId\./);
    const found = endpoints(store).filter(({ id }) => wanted.length === 0 || wanted.includes(id));
    if (found.length < wanted.length) return notFound(request, wanted);
    const items = found.map((endpoint) => `<item>${told(endpoint, "create-complete")}</item>`);
    return xmlAnswer("ec2", action, `<instanceConnectEndpointSet>${items.join("")}</instanceConnectEndpointSet>`);
  },
};

export const deleteConnectEndpoint: Rewrite = {
  service: "ec2",
  actions: ["DeleteInstanceConnectEndpoint"],
  why: WHY,
  what: "forgets one",
  onErrors: true,
  patch(_answer, request, store) {
    const { action, form } = request;
    const id = form.get("InstanceConnectEndpointId") ?? "";
    const gone = endpoints(store).find((endpoint) => endpoint.id === id);
    if (gone === undefined) return notFound(request, [id]);
    store.set(KEY, JSON.stringify(endpoints(store).filter((endpoint) => endpoint.id !== id)));
    return xmlAnswer(
      "ec2",
      action,
      `<instanceConnectEndpoint>${told(gone, "delete-complete")}</instanceConnectEndpoint>`,
    );
  },
};

const told = ({ id, arn, subnetId, groupIds, preserveClientIp, tags }: Endpoint, state: string): string =>
  [
    `<instanceConnectEndpointId>${id}</instanceConnectEndpointId><state>${state}</state>`,
    `<instanceConnectEndpointArn>${arn}</instanceConnectEndpointArn><ownerId>${arn.split(":")[4]}</ownerId>`,
    `<subnetId>${escapeXml(subnetId)}</subnetId><preserveClientIp>${escapeXml(preserveClientIp)}</preserveClientIp>`,
    `<securityGroupIdSet>${groupIds.map((group) => `<item>${escapeXml(group)}</item>`).join("")}</securityGroupIdSet>`,
    `<tagSet>${tags.map(([key, value]) => `<item><key>${escapeXml(key)}</key><value>${escapeXml(value)}</value></item>`).join("")}</tagSet>`,
  ].join("");

const notFound = (request: AwsRequest, ids: readonly string[]): HttpResponse => {
  const message = `The instance connect endpoint ${ids.join(", ")} does not exist`;
  return errorAnswer(request, { code: "InvalidInstanceConnectEndpointId.NotFound", message });
};
