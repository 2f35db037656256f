import { z } from "zod";
import { accountOfRole, foreignRoleProblem, roleArnSchema } from "../values/arns";
import { section } from "../values/rules";

/**
 * The role that Terraform assumes for a stack, so that different teams can own network, database and secrets. Without a role,
 * Terraform deploys the stack with its caller's permissions. It reads and writes the state without this role: see `target.stateRole`.
 */
export const deployRolesSection = section({
  /** For `<environment>-network`. */
  network: roleArnSchema.optional(),
  /** For `<environment>-database`. */
  database: roleArnSchema.optional(),
  /** For `<environment>-bastion`. */
  bastion: roleArnSchema.optional(),
  /** For `<environment>-app-secret`. */
  appSecret: roleArnSchema.optional(),
});

/** What {@link checkDeployRoles} reads. It runs as soon as these keys are readable, so that one mistake does not hide the next. */
const readable = z.object({ accountId: z.string(), deployRoles: z.record(z.string(), z.string().optional()) });

export function hasReadableRoles(value: unknown): boolean {
  return readable.safeParse(value).success;
}

/** With a role of another account, the provider would see that account and refuse it. */
export function checkDeployRoles(environment: z.output<typeof readable>, context: z.RefinementCtx): void {
  for (const [part, arn] of Object.entries(environment.deployRoles)) {
    const account = accountOfRole(arn ?? "");
    if (account === undefined || account === environment.accountId) continue;
    context.addIssue({
      code: "custom",
      path: ["deployRoles", part],
      message: foreignRoleProblem(environment.accountId),
    });
  }
}
