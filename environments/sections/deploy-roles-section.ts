import { z } from "zod";
import { accountOfRole, foreignRoleProblem, roleArnSchema } from "../values/arns";
import { section } from "../values/rules";

/**
 * The role that Terraform takes for a stack, because different people own network, database and secrets. A stack without one is
 * deployed with the rights of whoever runs Terraform. The state is read and written without it: see `target.stateRole`.
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

/** What {@link checkDeployRoles} reads: it runs as soon as this is there, so that one mistake does not hide the next. */
const readable = z.object({ accountId: z.string(), deployRoles: z.record(z.string(), z.string().optional()) });

export function hasReadableRoles(value: unknown): boolean {
  return readable.safeParse(value).success;
}

/** A role of another account would have the provider look at that account, and refuse it. */
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
