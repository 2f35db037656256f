import type { z } from "zod";
import { section, wholeNumber } from "../values/rules";

/** Quotas of the AWS account that an environment can exceed. The defaults are those of AWS; set the values of your account if they differ. */
export const quotasSection = section({
  /**
   * Concurrent executions of Lambda in the region (quota code `L-B99A9384`). AWS's default is 1,000; new accounts start with 10 or 50.
   * Without the key, each plan of `<environment>-network` reads the quota from Service Quotas and fails if it is too small. With
   * the key, synthesis checks the number.
   */
  lambdaConcurrency: wholeNumber(10, 1_000_000, "concurrent executions").optional(),
  /** CloudWatch alarms in the region. */
  alarms: wholeNumber(100, 1_000_000, "alarms").default(5000),
  /** Customer managed policies in the account. */
  managedPolicies: wholeNumber(100, 10_000, "policies").default(1500),
  /** Managed policies that one role may have. */
  policiesPerRole: wholeNumber(1, 25, "policies").default(10),
});

/** The quotas as guard rails read them. */
export type Quotas = z.output<typeof quotasSection>;
