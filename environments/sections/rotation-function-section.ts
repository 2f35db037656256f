import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { crossCheck, type Report } from "../checks/cross-check";
import { concurrencyNeeded, invocationsAtOnce, rotationsAtOnce } from "../values/lambda-concurrency";
import { oneOf, rule, section, text, wholeNumber, within, yesOrNo } from "../values/rules";
import { safeUnlessReason } from "../values/weakened";
import { passwordPolicySection } from "./password-policy-section";

/** Enough for a deployment that waits for ten rotations, and for other invocations at the same time. */
const CONCURRENCY = 25;

const FUNCTION = /^arn:aws(?:-[a-z]+)*:lambda:([a-z0-9-]+):(\d{12}):function:[A-Za-z0-9-_]{1,64}$/;

const own = {
  /** The least severe log level that the function writes: `debug`, `info`, `warn`, `error`. */
  logLevel: oneOf(["debug", "info", "warn", "error"], "choose one of these").default("info"),
  /**
   * Reserved concurrency: the number of invocations that can run at once. Lambda keeps 100 for other functions, so the account's
   * quota must be 100 larger than this number: 125 for the default. New accounts have 10 or 50. The plan fails if the quota is too
   * small: request more from Service Quotas, or write `{ value: "unreserved", reason: "..." }`, which needs a quota of 1 plus 2 for
   * each of the first ten app secrets.
   */
  reservedConcurrency: safeUnlessReason((error) => within(3, 1000, error), z.literal("unreserved"), {
    safe: "a whole number of invocations from 3 to 1000",
    weak: '"unreserved"',
  }).prefault(CONCURRENCY),
  /** Memory in megabytes. Lambda allocates processor time in proportion. */
  memoryMb: wholeNumber(128, 10_240, "megabytes").default(256),
  /**
   * Rotate every app secret with `rotateImmediately` when the function's code, role, network or settings change, and wait until that
   * rotation is proven. Without it a login as the application proves the change, and no password changes.
   */
  rotateAfterChange: yesOrNo().default(false),
  /** The password policy, for all app secrets of the environment. */
  passwordPolicy: passwordPolicySection.prefault({}),
};

/** The function that rotates every app secret: the environment's own, or an existing one. */
export const rotationFunctionSection = section({
  /**
   * An existing rotation function of this project, in the same account and region; the environment then creates none. Its
   * role needs the permissions in the output `function_policy`, and the function needs the security group in the output `function_group_id`.
   */
  arn: text(
    FUNCTION,
    "the ARN of a Lambda function, arn:aws:lambda:<region>:<account>:function:<name>, without a version",
    "copy the function's ARN, or leave the key out",
  ).optional(),
  ...own,
}).superRefine(({ arn, ...settings }, context) => {
  if (arn === undefined || isDeepStrictEqual(settings, defaults)) return;
  context.addIssue({
    code: "custom",
    path: ["arn"],
    message: rule(
      `arn alone, without ${Object.keys(own).join(", ")}: those are settings of a function that is made here`,
      "set them where the existing function is made, or leave arn out",
    ),
  });
});

const defaults = section(own).parse({});

const readable = z.object({
  accountId: z.string(),
  region: z.string(),
  rotationFunction: z.object({ arn: z.string().optional(), reservedConcurrency: z.object({ value: z.unknown() }) }),
  appSecrets: z.array(z.unknown()),
  quotas: z
    .object({ lambdaConcurrency: z.number().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** Checks the function against the rest of the environment. */
export const rotationFunctionCheck = crossCheck(readable, (environment, report) => {
  const { accountId, region } = environment;
  const { arn } = environment.rotationFunction;
  const [isFunction, itsRegion, itsAccount] = FUNCTION.exec(arn ?? "") ?? [];
  if (isFunction !== undefined && (itsRegion !== region || itsAccount !== accountId)) {
    report(
      ["rotationFunction", "arn"],
      rule(`a function of the account ${accountId} in ${region}`, "name a function of this place"),
    );
  }
  checkConcurrency(environment, report);
});

/** A deployment must not wait for itself, and the reservation must fit the account's quota if the file has that key. */
function checkConcurrency({ appSecrets, rotationFunction, quotas }: z.output<typeof readable>, report: Report): void {
  const { value } = rotationFunction.reservedConcurrency;
  const min = invocationsAtOnce(appSecrets.length);
  if (typeof value === "number" && value < min) {
    const why = `a deployment waits for ${rotationsAtOnce(appSecrets.length)} rotations at once, each needs a place for its steps as well, and the audit needs one`;
    report(
      ["rotationFunction", "reservedConcurrency"],
      rule(`at least ${min}: ${why}`, "raise the number, or leave the key out"),
    );
    return;
  }
  const quota = quotas?.lambdaConcurrency;
  if (quota === undefined || rotationFunction.arn !== undefined) return;
  if (typeof value !== "number" && value !== "unreserved") return;
  const needed = concurrencyNeeded(value, appSecrets.length);
  if (quota >= needed.count) return;
  report(
    ["quotas", "lambdaConcurrency"],
    rule(
      `at least ${needed.count}: ${needed.why}`,
      "ask Service Quotas for more, or change rotationFunction.reservedConcurrency",
    ),
  );
}
