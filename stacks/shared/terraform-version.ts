/** The first that locks a state in S3 by itself: https://developer.hashicorp.com/terraform/language/backend/s3#state-locking */
const MIN = { major: 1, minor: 10 } as const;
/** Nothing of it has been tried. */
const REFUSED_MAJOR = 2;

/** As messages say it, behind the word Terraform. */
export const ALLOWED_TERRAFORM = `${MIN.major}.${MIN.minor} or later, before ${REFUSED_MAJOR}`;

/** `required_version` of every stack. */
export const TERRAFORM_CONSTRAINT = `>= ${MIN.major}.${MIN.minor}.0, < ${REFUSED_MAJOR}.0.0`;

/** Whether the stacks accept this Terraform: `1.11.4`, or a line that holds it, such as `Terraform v1.11.4`. */
export function isAllowedTerraform(version: string): boolean {
  const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(version)?.map(Number) ?? [];
  return major < REFUSED_MAJOR && (major > MIN.major || (major === MIN.major && minor >= MIN.minor));
}
