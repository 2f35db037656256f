import { z } from "zod";
import { crossCheck } from "../checks/cross-check";
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

const readable = z.object({ accountId: z.string(), deployRoles: z.record(z.string(), z.string().optional()) });

/** A role of another account would have the provider look at that account, and refuse it. */
export const deployRolesCheck = crossCheck(readable, ({ accountId, deployRoles }, report) => {
  for (const [part, arn] of Object.entries(deployRoles)) {
    const account = accountOfRole(arn ?? "");
    if (account === undefined || account === accountId) continue;
    report(["deployRoles", part], foreignRoleProblem(accountId));
  }
});
