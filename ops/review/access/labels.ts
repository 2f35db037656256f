import { asObject } from "../../../stacks/guard-rails/json";
import { type Review, resourcesIn } from "../model/change";
import type { SynthesizedStack } from "../model/synthesized";

const REMOTE = /^data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)$/;

/** How a report names what a policy names by ARN or by reference, the same on both sides of a change. */
export type Labels = (value: string, stackId: string) => string;

/** Labels of ARNs, and of the references in an environment's synthesized stacks. */
export function labelsOf(stacks: readonly SynthesizedStack[], review: Review): Labels {
  const byArn = labelsByArn(review);
  const label = (value: string, stackId: string): string => {
    const [, reference] = /^\$\{([^${}]+)\}$/.exec(value) ?? [];
    return reference === undefined ? (byArn.get(value) ?? arnLabel(value)) : referenceLabel(reference, stackId);
  };
  const referenceLabel = (reference: string, stackId: string): string => {
    const [, remoteStack, output] = REMOTE.exec(reference) ?? [];
    const stack = stacks.find(({ id }) => id === (remoteStack ?? stackId));
    if (output !== undefined) {
      const value = stack?.outputs[output];
      return typeof value === "string" && value !== `\${${reference}}` ? label(value, stack?.id ?? stackId) : reference;
    }
    const [, address = reference] = /^([a-z]\w*\.[\w-]+)/.exec(reference) ?? [];
    if (/master_user_secret/.test(reference)) return "the admin secret";
    const { type, name: id, attributes } = stack?.resources.get(address) ?? { type: "", name: address, attributes: {} };
    return resourceLabel(type, id, asObject(attributes));
  };
  return label;
}

/** A resource as people call it: `secret prod/shop`, `function prod-rotation`. */
export function resourceLabel(type: string, id: string, attributes: Readonly<Record<string, unknown>>): string {
  const named = typeof attributes.name === "string" && !attributes.name.includes("${") ? attributes.name : undefined;
  switch (type) {
    case "aws_secretsmanager_secret":
      return `secret ${named ?? id}`;
    case "aws_kms_key":
      return `key ${describedKey(attributes.description) ?? id}`;
    case "aws_lambda_function":
      return `function ${String(attributes.function_name ?? id)}`;
    case "aws_iam_role":
      return `role ${named ?? id}`;
    case "aws_iam_policy":
      return `policy ${named ?? id}`;
    case "aws_db_instance":
      return `database ${String(attributes.identifier ?? id)}`;
    default:
      return type === "" ? id : `${type}.${id}`;
  }
}

/** ARNs that a state knows. Those of keys say nothing by themselves. */
function labelsByArn(review: Review): ReadonlyMap<string, string> {
  return new Map(
    resourcesIn(review).flatMap(({ type, name, before, after }) =>
      [before, after].flatMap((side) => {
        const arn = side?.arn;
        return typeof arn === "string" && arn.startsWith("arn:")
          ? [[arn, resourceLabel(type, name, side ?? {})] as const]
          : [];
      }),
    ),
  );
}

/** `prod: app secrets, and settings of the function` is the key for "app secrets, and settings of the function". */
function describedKey(description: unknown): string | undefined {
  return typeof description === "string" ? `for ${description.replace(/^[\w-]+: /, "")}` : undefined;
}

function arnLabel(arn: string): string {
  const [, service, resource] = /^arn:[\w-]+:([\w-]+):[\w-]*:\d*:(.+)$/.exec(arn) ?? [];
  if (resource === undefined) return arn;
  const [, secret] = /^secret:(.+?)(?:-[A-Za-z0-9]{6}|-\?{6})?$/.exec(resource) ?? [];
  if (service === "secretsmanager" && secret !== undefined) {
    return secret.startsWith("rds!") ? "the admin secret" : `secret ${secret}`;
  }
  if (service === "lambda") return `function ${resource.replace(/^function:/, "")}`;
  if (service === "iam")
    return resource === "root" ? "every principal of the account that IAM allows" : resource.replace("/", " ");
  return arn;
}
