import { isStatic } from "../../../../environments/values/static-parameters";
import type { AwsError } from "../answers/errors";
import type { ParameterGroups } from "./parameter-groups";

const CHANGES: ReadonlySet<string> = new Set(["ModifyDBParameterGroup", "ResetDBParameterGroup"]);

/** Code and words as they are reported from RDS, which does not say which parameter it means (hashicorp/terraform-provider-aws#216). */
const REFUSED: AwsError = {
  code: "InvalidParameterCombination",
  message: "cannot use immediate apply method for static parameter",
};

/**
 * What RDS refuses a change of a parameter group with: a parameter that the server takes only when it starts, to be applied immediately.
 * Undefined where it accepts it. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBParameterGroup.html
 */
export async function refusedApplyMethod(
  action: string,
  form: URLSearchParams,
  { engineOf }: Pick<ParameterGroups, "engineOf">,
): Promise<AwsError | undefined> {
  if (!CHANGES.has(action)) return undefined;
  const engine = await engineOf(form.get("DBParameterGroupName") ?? "");
  if (engine === undefined) return undefined; // moto says that there is no such group
  const isRefused = [...form].some(([key, parameter]) => {
    const [, prefix] = /^(.*)\.ParameterName$/.exec(key) ?? [];
    return prefix !== undefined && form.get(`${prefix}.ApplyMethod`) === "immediate" && isStatic(engine, parameter);
  });
  return isRefused ? REFUSED : undefined;
}
