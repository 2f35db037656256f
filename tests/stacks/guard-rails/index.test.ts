import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { GuardRailError, guard } from "../../../stacks/guard-rails";
import { GUARD_RAILS } from "../../../stacks/guard-rails/rules";
import { policyDocument } from "../../../stacks/shared/policy-document";
import { inTemporaryFolder } from "../../support/synthesized-stacks";

/** Synthesizes guarded environments of one stack each. Returns the error, if there is one, and whether anything was written. */
function synthesize(environments: Readonly<Record<string, (stack: TerraformStack) => void>>): {
  error: unknown;
  isWritten: boolean;
} {
  return inTemporaryFolder("guarded-", (folder) => {
    const app = new App({ outdir: path.join(folder, "out") });
    for (const [name, fill] of Object.entries(environments)) {
      const stack = new TerraformStack(app, `${name}-one`);
      new AwsProvider(stack, "aws", { region: "eu-west-1" });
      fill(stack);
      guard(app, { name }, [stack]);
    }
    let error: unknown;
    try {
      app.synth();
    } catch (thrown) {
      error = thrown;
    }
    const stacks = path.join(folder, "out", "stacks");
    return { error, isWritten: existsSync(stacks) && readdirSync(stacks).length > 0 };
  });
}

const goodKey = (stack: TerraformStack) =>
  new KmsKey(stack, "key", { enableKeyRotation: true, policy: policyDocument([]) });
const badKey = (stack: TerraformStack) => new KmsKey(stack, "key", { policy: policyDocument([]) });

describe("the guard rails", () => {
  test("report what they find in all environments at once, in one error, before anything is written", () => {
    const { error, isWritten } = synthesize({ good: goodKey, dev: badKey, prod: badKey });
    expect(error).toBeInstanceOf(GuardRailError);
    const { code, message, findings } = error as GuardRailError;
    expect(code).toBe("guard_rails_broken");
    expect(findings.map(({ path: at, rule }) => [at, rule])).toEqual([
      ["dev-one/key", "key-rotation"],
      ["prod-one/key", "key-rotation"],
    ]);
    expect(message).toMatch(/^2 findings in the stacks \(guard_rails_broken\), nothing was synthesized:\n/);
    expect(message).toMatch(
      /^ {2}dev-one\/key \(key-rotation\): found enable_key_rotation = nothing, .+; allowed: .+; what to do: .+$/m,
    );
    expect(isWritten).toBe(false);
  });

  test("say nothing when nothing is wrong", () => {
    expect(synthesize({ dev: goodKey, prod: goodKey })).toEqual({ error: undefined, isWritten: true });
  });

  test("know the reason that was written beside a statement, also when its policy holds references", () => {
    const withReason = (wildcardReason?: string) => (stack: TerraformStack) => {
      const { arn } = goodKey(stack);
      const statement = { Sid: "Sample", Effect: "Allow" as const, Action: "kms:*", Resource: arn };
      new IamPolicy(stack, "policy", {
        policy: policyDocument([wildcardReason === undefined ? statement : { ...statement, wildcardReason }]),
      });
    };
    expect(synthesize({ dev: withReason("the account decides") }).error).toBeUndefined();
    const { error } = synthesize({ dev: withReason() });
    expect((error as GuardRailError).findings.map(({ rule, found }) => [rule, found])).toEqual([
      ["iam-wildcards", '"kms:*" in "Sample" without a reason'],
    ]);
  });
});

describe("every rule", () => {
  test("has a unique name, which is the name of its file and of its test", () => {
    const names = GUARD_RAILS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const files = readdirSync(path.join(__dirname, "../../../stacks/guard-rails")).map((file) => file.slice(0, -3));
    const tests = readdirSync(__dirname).map((file) => file.replace(/\.test\.ts$/, ""));
    expect(names.filter((name) => !files.includes(name) || !tests.includes(name))).toEqual([]);
  });

  test("in the folder is used", () => {
    const makers = [
      ...["dashboard-documents", "documents", "environment-model", "grouped-by", "guard-rail-error", "index", "json"],
      ...["policies", "reasons", "references", "resolved-text", "sized-document"],
    ];
    const files = readdirSync(path.join(__dirname, "../../../stacks/guard-rails")).map((file) => file.slice(0, -3));
    const rules = files.filter((file) => ![...makers, "rule", "rules"].includes(file)).sort();
    expect(GUARD_RAILS.map(({ name }) => name).sort()).toEqual(rules);
  });
});
