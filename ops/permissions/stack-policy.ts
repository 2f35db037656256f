import { TYPE_ACTIONS } from "./actions";
import type { TypeActions } from "./actions/type-actions";
import { behindTheCalls } from "./behind-the-calls";
import type { Permission } from "./policy";
import type { StackPurpose } from "./purposes";
import { permissionsFor } from "./scopes";
import type { StackResources } from "./stack-resources";
import { tagPermissions } from "./tag-permissions";

/** What Terraform needs of AWS for one stack, without the state. */
export function stackPermissions(purpose: StackPurpose, stack: StackResources): readonly Permission[] {
  const actions = new Set(typesOf(stack).flatMap((type) => actionsFor(purpose, actionsOf(type))));
  // Their resource is a role that may be somebody else's: behindTheCalls.
  const attach = ["iam:AttachRolePolicy", "iam:DetachRolePolicy"];
  const called = [...actions].filter((action) => !attach.includes(action)).sort();
  return [
    ...called.flatMap((action) => permissionsFor(action, stack)),
    ...behindTheCalls(purpose, stack),
    ...(purpose === "plan" ? [] : tagPermissions(called, stack)),
  ];
}

/** `aws_vpc`, `data.aws_vpc`. Throws for a type that nobody has looked up. */
function actionsOf(type: string): TypeActions {
  const found = TYPE_ACTIONS[type];
  if (found === undefined) throw new Error(`ops/permissions/actions has no ${type}: look up what its provider calls`);
  return found;
}

function typesOf({ stack }: StackResources): readonly string[] {
  const resources = [...stack.resources.values()].map(({ type }) => type);
  const dataSources = stack.dataSources.map((type) => `data.${type}`);
  return [...new Set([...resources, ...dataSources])].filter((type) => type !== "data.terraform_remote_state");
}

function actionsFor(
  purpose: StackPurpose,
  { read, write = [], remove = [], lose = [] }: TypeActions,
): readonly string[] {
  switch (purpose) {
    case "plan":
      return read;
    case "deploy":
      return [...read, ...write, ...remove];
    case "destroy":
      return [...read, ...remove, ...lose];
  }
}
