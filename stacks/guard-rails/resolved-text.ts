import type { EnvironmentModel } from "./environment-model";
import { asObject } from "./json";
import { expressionsIn } from "./references";

/** No ARN that the stacks hand around is longer: an RDS-managed admin secret has 120 characters in the longest region name. */
const MAX_ARN_LENGTH = 140;

/** The ARN of an app secret without its name, in the partition and region with the longest names. */
const SECRET_ARN_LENGTH = "arn:aws-us-gov:secretsmanager:ap-southeast-1:111122223333:secret:-AbCdEf".length;

const SECRET = /^aws_secretsmanager_secret\.([\w-]+)\.arn$/;

/**
 * A text as long as AWS gets it at most: values that only a deployment knows are replaced by so many characters as the longest of
 * them has. An app secret's ARN follows from its name.
 */
export function resolvedText(environment: EnvironmentModel, stackId: string, text: string): string {
  return expressionsIn(text).reduce((resolved, expression) => {
    const id = SECRET.exec(expression)?.[1];
    const secret = id === undefined ? undefined : environment.resourceAt(stackId, `aws_secretsmanager_secret.${id}`);
    const name = asObject(secret?.values).name;
    const length = typeof name === "string" ? SECRET_ARN_LENGTH + name.length : MAX_ARN_LENGTH;
    return resolved.replace(`\${${expression}}`, "x".repeat(length));
  }, text);
}
