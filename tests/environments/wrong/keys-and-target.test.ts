import { mistake, refusesEach } from "../../support/wrong-environment";

describe("an environment file", () => {
  refusesEach([
    mistake("an unknown key", "databse", {}, "target, region, accountId, deployRoles, owner, costCentre,", {
      found: "an unknown key",
    }),
    mistake("an unknown key deep down", "network.zones.0.cidr", "x", "name, publicCidr", { found: "an unknown key" }),
    mistake("a region of China", "target.stateRegion", "cn-north-1", "a region outside China"),
    mistake("a missing key", "region", undefined, "the name of an AWS region, such as eu-west-1", { found: "nothing" }),
    mistake("a missing section", "network", undefined, "an object with cidr, zones", { found: "nothing" }),
    mistake("an unknown target", "target.kind", "azure", '{ kind: "aws", stateBucket: "..." } or { kind: "emulator" }'),
    mistake("a bucket name with capitals", "target.stateBucket", "State", "the name of an S3 bucket: 3 to 63"),
    mistake("a short account id", "accountId", "1234", "12 digits, as text"),
    mistake("a retention that CloudWatch has not", "logRetentionDays", 100, "1, 3, 5, 7, 14, 30, 60"),
    mistake("a tag of the project itself", "tags.environment", "x", "tag names and values of letters, digits, spaces"),
    mistake("the stack as a tag", "tags.stack", "x", "tag names and values of letters, digits, spaces"),
    mistake(
      "an owner that no tag can hold",
      "owner",
      "team <shop>",
      "1 to 256 letters, digits, spaces and _ . : / = + - @",
    ),
    mistake("no cost centre, written out", "costCentre", "", "1 to 256 letters, digits, spaces and _ . : / = + - @"),
    mistake(
      "a prefix that begins with a slash",
      "target.statePrefix",
      "/x",
      "letters, digits, _ . - and single slashes",
    ),
    mistake(
      "an alias of a key",
      "target.stateKeyArn",
      "arn:aws:kms:eu-west-1:111122223333:alias/state",
      "the ARN of a KMS key",
      {
        found: '"arn:aws:kms:eu-west-1:111122223333:alias/state"',
      },
    ),
    mistake(
      "a user who keeps the state",
      "target.stateRole",
      "arn:aws:iam::111122223333:user/a",
      "the ARN of an IAM role",
    ),
    mistake(
      "a role without an account",
      "deployRoles.network",
      "role/network",
      "the ARN of an IAM role, arn:aws:iam::",
    ),
    mistake("a role for a stack that is none", "deployRoles.app", "x", "network, database, bastion, appSecret", {
      found: "an unknown key",
    }),
    mistake(
      "a role of another account",
      "deployRoles.database",
      "arn:aws:iam::999999999999:role/database",
      "a role of the account 111122223333; what to do: name a role of this account, or correct accountId",
    ),
    mistake("a log level that nobody knows", "rotationFunction.logLevel", "loud", '"debug", "info", "warn", "error"'),
  ]);
});
