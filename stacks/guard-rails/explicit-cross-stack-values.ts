import { asList, shown, textsIn } from "./json";
import type { GuardRail } from "./rule";

/** Begins the name of every output that the framework makes for another stack. */
const HANDED_OVER = "cross-stack-output-";

/** One attribute of one resource: `aws_vpc.vpc.id`, `aws_db_instance.instance.master_user_secret[0].secret_arn`. */
const ONE_ATTRIBUTE = /^\$\{(data\.)?\w+\.[\w-]+(\.\w+(\[(\d+|"[\w-]+")\])?)+\}$/;

/**
 * Stacks hand each other ids, ARNs and names. A whole resource would put all of its attributes into the state of the other
 * stack, and Terraform refuses an order that is written as a reference to another stack's resource.
 */
export const explicitCrossStackValues: GuardRail = {
  name: "explicit-cross-stack-values",
  check: ({ stacks }) =>
    stacks.flatMap(({ id, outputs, resources }) => [
      ...Object.entries(outputs)
        .filter(([name, value]) => name.startsWith(HANDED_OVER) && !ONE_ATTRIBUTE.test(String(value)))
        .map(([name, value]) => ({
          path: `${id}/${name}`,
          found: shown(value),
          allowed: "one attribute of one resource",
          remedy: "pass the id, ARN or name that the other stack needs, not the resource",
        })),
      ...resources.flatMap(({ path, values }) =>
        asList(values.depends_on)
          .filter((address) => String(address).includes("terraform_remote_state"))
          .map((address) => ({
            path,
            found: `depends_on = ${shown(address)}`,
            allowed: "resources of the same stack",
            remedy: "write the order of stacks with addDependency() in environment.ts",
          })),
      ),
      ...resources
        .filter(({ type }) => type !== "terraform_remote_state")
        .flatMap(({ path, values }) =>
          [...textsIn(values)]
            .filter(({ text }) => /data\.terraform_remote_state\.[\w-]+\.outputs(?!\.cross-stack-output-)/.test(text))
            .map(({ keys }) => ({
              path,
              found: `all outputs of another stack in ${keys.join(".")}`,
              allowed: "one value of another stack",
              remedy: "name the value",
            })),
        ),
    ]),
};
