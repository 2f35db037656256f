/** The public parameter in which AWS keeps the id of the newest Amazon Linux 2023 for an instance type. */
export function newestImageParameter(instanceType: string): string {
  return `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${processorOf(instanceType)}`;
}

/**
 * The processor of an instance type: Graviton types have a g behind the number of their generation (t4g, c7gn, im4gn), and a1 was the first.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
function processorOf(instanceType: string): "arm64" | "x86_64" {
  return /^([a-z]+\d+g|a1\.)/.test(instanceType) ? "arm64" : "x86_64";
}
