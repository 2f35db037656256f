import type { EnvironmentStack } from "../shared/environment-stack";
import { FIRST_START } from "./bastion-user-data";

/**
 * Families of before the Nitro system that the schema lets through. EC2 shows their console as it was shortly after the start, and refuses to
 * look at it as it is now. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html
 */
const WITHOUT_LATEST_OUTPUT = ["c4", "d2", "h1", "i3", "m4", "r4", "x1", "x1e"];

/** The command that shows what became of the host's first start. It prints nothing until the first start has ended, some two minutes. */
export function firstStartCommand(stack: EnvironmentStack, instanceId: string, instanceType: string): string {
  const latest = WITHOUT_LATEST_OUTPUT.includes(instanceType.split(".")[0] ?? "") ? "" : "--latest ";
  const { region } = stack.environment;
  return (
    `aws ec2 get-console-output --region ${region} --instance-id ${instanceId} ${latest}--query Output --output text ` +
    `| grep '${FIRST_START}'`
  );
}
