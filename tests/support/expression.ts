/** A Terraform expression as it stands in synthesized files: `expression("aws_vpc.vpc.id")` is `${aws_vpc.vpc.id}`. */
export function expression(text: string): string {
  return `\${${text}}`;
}
