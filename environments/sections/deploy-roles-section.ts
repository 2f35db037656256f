import { z } from "zod";
import { crossCheck } from "../checks/cross-check";
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

const readable = z.object({ accountId: z.string(), deployRoles: z.record(z.string(), z.string().optional()) });

/** With a role of another account, the provider would see that account and refuse it. */
export const deployRolesCheck = crossCheck(readable, ({ accountId, deployRoles }, report) => {
  for (const [part, arn] of Object.entries(deployRoles)) {
    const account = accountOfRole(arn ?? "");
    if (account === undefined || account === accountId) continue;
    report(["deployRoles", part], foreignRoleProblem(accountId));
  }
});
