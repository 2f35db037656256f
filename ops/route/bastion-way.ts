import type { Environment } from "../../environments/schema";
import { resourceName } from "../../stacks/shared/naming";
import { s3StateSettings } from "../../stacks/shared/state-backend";
import type { TunnelWay } from "../../stacks/shared/tunnel-programs";
import { OpsError } from "../error";
import { type StateReader, stackOutputs } from "./stack-outputs";

/** The way through an environment's bastion, from the outputs of its stack. Throws `not_deployed` or `tunnel_failed`. */
export async function bastionWay(environment: Environment, reader: StateReader): Promise<TunnelWay> {
  const { name, target } = environment;
  if (environment.bastion.mode === "none") {
    throw failed(`the environment ${name} has no bastion`, 'bastion.mode is "none"', "use --tunnel-port <port>");
  }
  const isShippedBucket = environment.placeholders.some(({ path }) => path === "target.stateBucket");
  if (target.kind !== "aws" || isShippedBucket) {
    throw new OpsError("not_deployed", {
      problem: `the environment ${name} has no state that Terraform could read`,
      found: isShippedBucket ? "target.stateBucket is still the shipped example" : "a local AWS",
      remedy: `write your bucket into environments/${name}.ts and deploy, or use --local`,
    });
  }
  const outputs = await stackOutputs({ s3: s3StateSettings(environment, target, "bastion") }, reader);
  return wayOf(environment, outputs);
}

/** Pure: the way that the outputs describe. */
export function wayOf(
  environment: Pick<Environment, "name" | "region">,
  outputs: Readonly<Record<string, unknown>>,
): TunnelWay {
  const { name, region } = environment;
  const text = (output: string): string => {
    const value = outputs[output];
    if (typeof value === "string" && value !== "") return value;
    throw failed(
      `the stack ${name}-bastion has no output ${output}`,
      Object.keys(outputs).join(", ") || "no outputs",
      `npm run deploy -- '${name}-*', and start a bastion that was stopped for the night (output start_command)`,
    );
  };
  const mode = text("bastion_mode");
  if (mode === "ssh") return { mode, address: text("bastion_address") };
  const instanceId = text("bastion_instance_id");
  if (mode === "eice") return { mode, region, instanceId };
  if (mode === "ssm") return { mode, region, instanceId, documentName: resourceName(environment, "tunnel") };
  throw failed(`the bastion of ${name} has no mode that opens a tunnel`, mode, `npm run deploy -- '${name}-*'`);
}

function failed(problem: string, found: string, remedy: string): OpsError {
  return new OpsError("tunnel_failed", { problem, found, remedy });
}
