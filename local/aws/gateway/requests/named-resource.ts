/** Members that name what a request is about, before any other that looks like a name. */
const FIRST = [
  "SecretId",
  "DBInstanceIdentifier",
  "DBParameterGroupName",
  "DBSubnetGroupName",
  "RoleName",
  "PolicyArn",
  "FunctionName",
  "TopicArn",
  "KeyId",
  "AliasName",
  "logGroupName",
  "Rule",
  "Name",
];

/** `VpcId`, `GroupId.1`, `AlarmNames.member.1`, `ResourceARN`, … and not `Filter.1.Name`. */
const LOOKS_LIKE_A_NAME = /^[A-Za-z]*(Identifier|Ids?|Names?|Arns?|ARNs?)(\.(member\.)?1)?$/;

/** The name, id or ARN that a request of the query protocol names first, if any. */
export function resourceInForm(form: URLSearchParams): string | undefined {
  return named([...form.entries()]);
}

/** The same for a JSON request. Only members whose name says that they are a name: a value is never taken for one. */
export function resourceInJson(json: Readonly<Record<string, unknown>> | undefined): string | undefined {
  return named(
    Object.entries(json ?? {}).filter((member): member is [string, string] => typeof member[1] === "string"),
  );
}

function named(members: readonly (readonly [string, string])[]): string | undefined {
  for (const name of FIRST) {
    const found = members.find(([member]) => member === name);
    if (found !== undefined) return found[1];
  }
  return members.find(([member]) => LOOKS_LIKE_A_NAME.test(member))?.[1];
}
