import { z } from "zod";
import { rule } from "./rules";

const FORM = /^(?!mac)[a-z]+\d+[a-z-]*\.[a-z0-9-]+$/;

/**
 * Families with types that are not EBS-optimized by themselves: EC2 refuses to start some of them as the bastion is configured, and the others
 * are previous generations. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-optimized.html and EbsOptimizedSupport in
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EbsInfo.html
 */
const NOT_EBS_OPTIMIZED = ["t1", "t2", "m1", "m2", "m3", "c1", "c3", "cc2", "cr1", "g2", "hs1", "i2", "r3"] as const;

const form = rule(
  "an EC2 instance type for Linux, such as t4g.micro (arm64) or t3.micro (x86)",
  "write a type that the region has",
);
const generation = rule(
  `an EC2 instance type that is EBS-optimized by itself, so none of ${NOT_EBS_OPTIMIZED.join(", ")}`,
  "choose t3.micro in the place of t2.micro, or t4g.micro, which costs less than both",
);

/** An EC2 instance type that can be a jump host. */
export const instanceTypeSchema = z
  .string({ error: form })
  .regex(FORM, { error: form, abort: true })
  .refine((found) => !NOT_EBS_OPTIMIZED.some((family) => found.startsWith(`${family}.`)), { error: generation });
