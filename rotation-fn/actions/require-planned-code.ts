import { RotationError } from "../errors";
import type { AwaitRotationEvent } from "../event";

/**
 * Throws `code_not_deployed` when the function that answers is not made of the code that was planned. AWS provider 5.x records a refused
 * UpdateFunctionCode as done (hashicorp/terraform-provider-aws#42695), so the plan after it is empty while the old code runs.
 */
export function requirePlannedCode({ codeDigest: planned }: AwaitRotationEvent, ownDigest: () => string): void {
  if (planned === undefined) return; // a function that the environment was given
  const own = ownDigest();
  if (own === planned) return;
  throw new RotationError("code_not_deployed", {
    problem: "the function does not run the code that was planned: its last update was refused, or came after the plan",
    found: `a package with the digest ${own}`,
    allowed: planned,
    remedy:
      "upload the package (aws lambda update-function-code --function-name <function> --zip-file fileb://dist/rotation-fn.zip), then repeat the deployment",
  });
}
