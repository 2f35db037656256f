import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadEnvironments, parseEnvironment } from "../../environments";
import { terraformOrWhyNot } from "../../local/terraform/terraform-or-why-not";
import { inTemporaryHome } from "../../local/terraform/tool-home";
import { runInGroup } from "../../ops/terraform/process-group";
import { sampleWith } from "../support/sample-environment";
import { inTemporaryFolder, stacksOf, stacksOfOwn, synthesizeTo } from "../support/synthesized-stacks";
import { describeWithTerraform } from "../support/terraform";
import { VERDICT_TIMEOUT_MS } from "../support/terraform-verdict";

const PARTS = ["network", "database", "bastion", "app-secret"];
const OWN_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA owner";

/** The sample with everything of one's own in it. */
const EDITED = {
  accountId: "210987654321",
  "bastion.publicKey": OWN_KEY,
  "bastion.allowedCidrs": ["198.18.7.0/24"],
};
const pathsLeft = (changes: Readonly<Record<string, unknown>>) =>
  parseEnvironment("sample", sampleWith({ ...EDITED, ...changes })).placeholders.map(({ path }) => path);

describe("the shipped examples", () => {
  test.each(["dev", "staging", "prod"] as const)(
    "of %s have placeholder values that every user must replace",
    (name) => {
      const environment = loadEnvironments()[name];
      expect(environment.placeholders.map(({ path }) => path)).toEqual([
        "accountId",
        "bastion.publicKey",
        "bastion.allowedCidrs.0",
        "target.stateBucket",
        "owner",
        "costCentre",
      ]);
    },
  );

  test("for a machine of one's own have nothing to edit", () => {
    expect(loadEnvironments().local.placeholders).toEqual([]);
    expect(stacksOfOwn("local")("network").output("keys_to_edit")).toBeUndefined();
  });

  test.each(PARTS)("have no backend for %s, because the example bucket may belong to another person", (part) => {
    const dev = stacksOfOwn("dev")(part);
    expect(dev.json.terraform).not.toHaveProperty("backend");
    expect(dev.text).not.toContain('"s3"');
  });
});

describe("an environment with values of its own", () => {
  test("has nothing left to edit, and keeps its state in its bucket", () => {
    expect(pathsLeft({})).toEqual([]);
    const stacks = stacksOf(sampleWith(EDITED));
    for (const part of PARTS) {
      expect(stacks(part).output("keys_to_edit")).toBeUndefined();
      expect(stacks(part).json.terraform).toHaveProperty("backend.s3.bucket", "sample-terraform-state");
    }
  });

  test.each([
    ["an account id of documentation", "accountId", "444455556666", "accountId"],
    ["a bucket that was forgotten", "target.stateBucket", "replace-me-terraform-state", "target.stateBucket"],
    ["a tag that was forgotten", "owner", "replace-me", "owner"],
    ["a further tag", "tags", { team: "replace-me" }, "tags.team"],
    [
      "one documentation address among others",
      "bastion.allowedCidrs",
      ["198.18.7.0/24", "192.0.2.7/32"],
      "bastion.allowedCidrs.1",
    ],
    [
      "an e-mail address of a documentation domain",
      "monitoring.alertEmails",
      ["on-call@example.com"],
      "monitoring.alertEmails.0",
    ],
  ])("but for %s is refused for that", (_, key, value, reported) => {
    expect(pathsLeft({ [key]: value })).toEqual([reported]);
  });

  test.each(["dev", "staging", "prod", "local"] as const)(
    "but for the public key of %s is refused for that",
    (name) => {
      const { bastion } = loadEnvironments()[name];
      if (bastion.mode !== "ssh") throw new Error(`${name} has no key`);
      const [type, body] = bastion.publicKey.split(" ");
      expect(pathsLeft({ "bastion.publicKey": `${type} ${body} somebody` })).toEqual(["bastion.publicKey"]);
    },
  );
});

describeWithTerraform("Terraform", () => {
  const tools = terraformOrWhyNot();

  test(
    "refuses to plan an example, says what to edit, and leaves no state",
    async () => {
      if (tools.whyNot !== undefined) throw new Error(tools.whyNot);
      const { terraform, mirror } = tools;
      await inTemporaryFolder("examples ", async (folder) => {
        synthesizeTo(folder, [loadEnvironments().dev]);
        const stack = path.join(folder, "cdktf.out", "stacks", "dev-network");
        withoutProvider(stack);
        await inTemporaryHome(mirror, async (environment) => {
          const run = (...args: string[]) =>
            runInGroup(terraform, args, { cwd: stack, environment, timeoutMs: VERDICT_TIMEOUT_MS });
          expect(await run("init")).toMatchObject({ exitCode: 0 });
          const plan = await run("plan");
          expect(plan.exitCode).toBe(1);
          expect(plan.output).toContain(
            "The environment dev still holds values of the shipped examples (placeholders_left)",
          );
          expect(plan.output).toContain("bastion.publicKey: found a public key of the shipped examples");
          expect(plan.output).toContain("What to do: write your own values for these keys in environments/dev.ts");
          expect(existsSync(path.join(folder, "terraform.dev-network.tfstate"))).toBe(false);
        });
      });
    },
    VERDICT_TIMEOUT_MS,
  );
});

/** Only what needs no credentials: the refusal. */
function withoutProvider(stack: string): void {
  const file = path.join(stack, "cdk.tf.json");
  const { terraform, output, locals } = JSON.parse(readFileSync(file, "utf8"));
  const { keys_to_edit } = output;
  const { required_version } = terraform;
  writeFileSync(file, JSON.stringify({ terraform: { required_version }, output: { keys_to_edit }, locals }));
}
