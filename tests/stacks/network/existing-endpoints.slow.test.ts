import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseEnvironment } from "../../../environments";
import { terraformOrWhyNot } from "../../../local/terraform/terraform-or-why-not";
import { inTemporaryHome } from "../../../local/terraform/tool-home";
import { runInGroup } from "../../../ops/terraform/process-group";
import { sampleWith } from "../../support/sample-environment";
import { inTemporaryFolder, synthesizeTo } from "../../support/synthesized-stacks";
import { describeWithTerraform } from "../../support/terraform";
import { VERDICT_TIMEOUT_MS } from "../../support/terraform-verdict";

const VPC = {
  id: "vpc-0123456789abcdef0",
  privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
};
const INPUT = sampleWith({
  network: { vpc: { ...VPC, endpointsOpenTo: [] }, egress: "endpoints" },
  bastion: { mode: "none" },
});

/** What the provider would find in the VPC. */
const mocks = (stack: string, privateDns: boolean) => `
mock_provider "aws" {
  override_data {
    target = data.aws_servicequotas_service_quota.lambda_concurrency
    values = { value = 1000 }
  }
  override_data {
    target = data.aws_vpc.existing_vpc
    values = { id = "${VPC.id}", enable_dns_support = true, enable_dns_hostnames = true }
  }
  ${VPC.privateSubnetIds
    .map(
      (id, index) => `override_data {
    target = data.aws_subnet.${id}
    values = { id = "${id}", vpc_id = "${VPC.id}", availability_zone = "eu-west-1${"ab"[index]}" }
  }`,
    )
    .join("\n  ")}
  override_data {
    target = data.aws_network_interfaces.endpoint_interfaces
    values = { ids = ["eni-0123456789abcdef0"] }
  }
  override_data {
    target = data.aws_network_interface.endpoint_interface
    values = { description = "VPC Endpoint Interface vpce-0123456789abcdef0" }
  }
  override_data {
    target = data.aws_vpc_endpoint.endpoint_in_vpc
    values = {
      service_name = "com.amazonaws.eu-west-1.secretsmanager"
      private_dns_enabled = ${privateDns}
      tags = { stack = "${stack}" }
    }
  }
}
run "plan" {
  command = plan
}
`;

describeWithTerraform("a plan, with what Terraform's own tests put in the place of AWS,", () => {
  const tools = terraformOrWhyNot();

  test.each([
    ["another's", "other-network", true, true],
    ["another's, which has no private DNS", "other-network", false, false],
    ["its own, made by an earlier deployment", "sample-network", true, false],
  ])(
    "finds an endpoint of Secrets Manager in the VPC: %s",
    async (_, owner, privateDns, isRefused) => {
      if (tools.whyNot !== undefined) throw new Error(tools.whyNot);
      const { terraform, mirror } = tools;
      await inTemporaryFolder("endpoints-", async (folder) => {
        synthesizeTo(folder, [parseEnvironment("sample", INPUT)]);
        const stack = path.join(folder, "cdktf.out", "stacks", "sample-network");
        forMocks(stack);
        writeFileSync(path.join(stack, "plan.tftest.hcl"), mocks(owner, privateDns));
        await inTemporaryHome(mirror, async (environment) => {
          const options = { cwd: stack, environment, timeoutMs: VERDICT_TIMEOUT_MS };
          await runInGroup(terraform, ["init"], options);
          const { exitCode, output } = await runInGroup(terraform, ["test", "-no-color"], options);
          const refusal =
            /has an\s+endpoint\s+of\s+com\.amazonaws\.eu-west-1\.secretsmanager\s+with\s+private\s+DNS\s+already/;
          expect({ isRefused: refusal.test(output), exitCode, output: isRefused ? "" : output }).toEqual({
            isRefused,
            exitCode: isRefused ? 1 : 0,
            output: isRefused ? "" : expect.stringContaining("1 passed, 0 failed"),
          });
        });
      });
    },
    VERDICT_TIMEOUT_MS,
  );
});

/** Without the state's bucket, with whatever provider the mirror has, and without the refusal of the sample's documentation values. */
function forMocks(stack: string): void {
  const file = path.join(stack, "cdk.tf.json");
  const json = JSON.parse(readFileSync(file, "utf8"));
  delete json.terraform.backend;
  json.terraform.required_providers.aws.version = ">= 5.100.0";
  delete json.output.keys_to_edit;
  writeFileSync(file, JSON.stringify(json));
}
