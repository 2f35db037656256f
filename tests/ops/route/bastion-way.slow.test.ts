import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseEnvironment } from "../../../environments";
import { bastionWay, wayOf } from "../../../ops/route/bastion-way";
import { stackOutputs } from "../../../ops/route/stack-outputs";
import { terraformOnPath } from "../../../ops/terraform/stack-runner";
import { SAMPLE } from "../../support/sample-environment";
import { skippedBecause } from "../../support/skipped-because";
import { temporaryFolder } from "../../support/temporary-folder";

const reader = { profile: undefined, signal: new AbortController().signal };
const sample = parseEnvironment("sample", SAMPLE);

describe("the way through a bastion", () => {
  it("is what the outputs of its stack say, in every mode", () => {
    const instance = { bastion_instance_id: "i-01" };
    expect(wayOf(sample, { ...instance, bastion_mode: "ssh", bastion_address: "192.0.2.7" })).toEqual({
      mode: "ssh",
      address: "192.0.2.7",
    });
    expect(wayOf(sample, { ...instance, bastion_mode: "ssm" })).toMatchObject({ documentName: "sample-tunnel" });
    expect(wayOf(sample, { ...instance, bastion_mode: "eice" })).toMatchObject({ mode: "eice", instanceId: "i-01" });
  });

  it("is missing where the stack was not deployed, the host is stopped, or there is no bastion", async () => {
    expect(() => wayOf(sample, {})).toThrow(/no output bastion_mode; found: no outputs.*npm run deploy/);
    expect(() => wayOf(sample, { bastion_mode: "ssh", bastion_address: "" })).toThrow(/start_command/);
    const without = parseEnvironment("sample", { ...SAMPLE, bastion: { mode: "none" } });
    await expect(bastionWay(without, reader)).rejects.toMatchObject({ code: "tunnel_failed" });
  });

  const noTerraform = terraformOnPath() === undefined ? "Terraform is not installed" : undefined;
  skippedBecause(noTerraform, it)(
    "is read by Terraform from a state, without a synthesis and without a provider",
    async () => {
      const file = path.join(temporaryFolder(), "bastion.tfstate");
      const outputs = { bastion_mode: { value: "ssm", type: "string" } };
      const state = { version: 4, terraform_version: "1.10.0", serial: 1, lineage: "a", outputs, resources: [] };
      writeFileSync(file, JSON.stringify(state));
      expect(await stackOutputs({ local: { path: file } }, reader)).toEqual({ bastion_mode: "ssm" });
      await expect(stackOutputs({ local: { path: temporaryFolder() } }, reader)).rejects.toMatchObject({
        code: "tunnel_failed",
        message: expect.stringContaining("--tunnel-port"),
      });
    },
  );
});
