import { mistake, refusesEach } from "../../support/wrong-environment";

describe("an environment file", () => {
  refusesEach([
    mistake("an unknown key", "databse", {}, "target, region, accountId, tags,", { found: "an unknown key" }),
    mistake("an unknown key deep down", "network.zones.0.cidr", "x", "name, publicCidr", { found: "an unknown key" }),
    mistake("a missing key", "region", undefined, "the name of an AWS region, such as eu-west-1", { found: "nothing" }),
    mistake("a missing section", "network", undefined, "an object with cidr, zones", { found: "nothing" }),
    mistake("an unknown target", "target.kind", "azure", '{ kind: "aws", stateBucket: "..." } or { kind: "emulator" }'),
    mistake("a bucket name with capitals", "target.stateBucket", "State", "the name of an S3 bucket: 3 to 63"),
    mistake("a short account id", "accountId", "1234", "12 digits, as text"),
    mistake("a retention that CloudWatch has not", "logRetentionDays", 100, "1, 3, 5, 7, 14, 30, 60"),
    mistake("a tag of the project itself", "tags.environment", "x", "tag names and values of letters, digits, spaces"),
    mistake("a log level that nobody knows", "rotationFunction.logLevel", "loud", '"debug", "info", "warn", "error"'),
  ]);
});
