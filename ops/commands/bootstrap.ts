import type { Environment } from "../../environments/schema";
import { ENVIRONMENT_ARGUMENT, type OpsCommand, requiredArg } from "../command/command";
import { OpsError } from "../error";
import { requireAccount } from "../platform/require-account";
import { bucketDifferences } from "../state-bucket/bucket-differences";
import type { StateTarget } from "../state-bucket/wanted-bucket";

/** Makes the bucket that keeps Terraform's states, or checks the one that is there. */
export const bootstrap: OpsCommand = {
  name: "bootstrap",
  summary: "make the state bucket, or check the one that is there and correct it",
  details: [
    "Versioned, encrypted, private, TLS only, with an end for old versions. Changes only what is wrong, so that it can be repeated; other statements of its policy and",
    "other rules of its lifecycle stay. With --check it changes nothing. Exit code 1 when something is wrong and was not corrected.",
  ].join("\n"),
  args: [ENVIRONMENT_ARGUMENT],
  options: [{ flags: "--check", description: "only say what is wrong" }],
  isChanging: true,
  async run(input, context) {
    const environment = context.environment(requiredArg(input, "environment"));
    const target = awsTarget(environment);
    const platform = context.platform(environment);
    await requireAccount(environment, platform);
    const found = bucketDifferences(environment, target, await platform.bucket.read());
    const told = found.map(({ what, will }) => ({ what, will }));
    const data = { environment: environment.name, bucket: target.stateBucket, found: told };
    if (found.length === 0) return { isGood: true, data: { ...data, left: [] }, text: `${target.stateBucket}: ready` };
    const lines = found.map(({ what, will }) => `  ${what}: will ${will}`);
    if (input.options.check === true || found.every(({ correct }) => correct === undefined)) {
      return { isGood: false, data: { ...data, left: told }, text: [`${target.stateBucket}:`, ...lines].join("\n") };
    }
    await context.confirm([`${target.stateBucket}, in the account ${environment.accountId}:`, ...lines]);
    for (const { will, correct } of found) {
      if (correct === undefined) continue;
      context.progress(will);
      await correct(platform.bucket);
    }
    // What counts is what S3 says afterwards.
    const left = bucketDifferences(environment, target, await platform.bucket.read()).map(({ what, will }) => ({
      what,
      will,
    }));
    return {
      isGood: left.length === 0,
      data: { ...data, left },
      text:
        left.length === 0
          ? `${target.stateBucket}: ready; next: npm run ops -- doctor ${environment.name}`
          : [`${target.stateBucket} still:`, ...left.map(({ what }) => `  ${what}`)].join("\n"),
    };
  },
};

function awsTarget({ name, target, placeholders }: Environment): StateTarget {
  const problem = (found: string, remedy: string): OpsError =>
    new OpsError("refused", { problem: "there is no state bucket to make", found, remedy });
  if (target.kind !== "aws") throw problem(`${name} keeps its states in local files`, "name an environment of AWS");
  const placeholder = placeholders.find(({ path }) => path === "target.stateBucket");
  if (placeholder !== undefined) {
    throw problem(
      `target.stateBucket is ${placeholder.found}`,
      `write a name of your own in environments/${name}.ts: names of buckets are taken world-wide`,
    );
  }
  return target;
}
