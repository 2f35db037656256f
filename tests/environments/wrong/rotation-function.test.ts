import { manyAppSecrets } from "../../support/many-app-secrets";
import { mistake, refusesEach } from "../../support/wrong-environment";

const ARN = "arn:aws:lambda:eu-west-1:111122223333:function:rotation";
const POLICY = "rotationFunction.passwordPolicy";

describe("an existing rotation function", () => {
  refusesEach([
    mistake("a name", "rotationFunction.arn", "rotation", "the ARN of a Lambda function, arn:aws:lambda:<region>"),
    mistake("a version of it", "rotationFunction.arn", `${ARN}:7`, "the ARN of a Lambda function", {
      found: JSON.stringify(`${ARN}:7`),
    }),
    mistake(
      "another region",
      "rotationFunction.arn",
      ARN.replace("eu-west-1", "eu-west-2"),
      "a function of the account 111122223333 in eu-west-1",
    ),
    mistake(
      "another account",
      "rotationFunction.arn",
      ARN.replace("111122223333", "444455556666"),
      "a function of the account 111122223333 in eu-west-1",
    ),
    mistake("settings beside it", "rotationFunction", { arn: ARN, logLevel: "debug" }, "arn alone, without logLevel", {
      reportedAt: "rotationFunction.arn",
      found: JSON.stringify(ARN),
    }),
  ]);
});

describe("the function of an environment", () => {
  refusesEach([
    mistake(
      "so little concurrency that a deployment waits for itself",
      "rotationFunction.reservedConcurrency",
      4,
      "at least 5: a deployment waits for 2 rotations at once",
    ),
    mistake(
      "no concurrency without a reason",
      "rotationFunction.reservedConcurrency",
      "unreserved",
      'a whole number of invocations from 3 to 1000, or { value: "unreserved", reason: "..." }',
    ),
    mistake(
      "less memory than Lambda has",
      "rotationFunction.memoryMb",
      64,
      "a whole number of megabytes from 128 to 10240",
    ),
    mistake("half an invocation", "rotationFunction.reservedConcurrency", 7.5, "a whole number of invocations from 3"),
  ]);
});

describe("the account's quota of concurrent executions", () => {
  refusesEach([
    mistake("less than the reservation needs", "quotas.lambdaConcurrency", 124, "at least 125: 25 are reserved"),
  ]);
  refusesEach(
    [mistake("less than a deployment needs", "quotas.lambdaConcurrency", 10, "at least 21: a deployment waits for 10")],
    {
      "rotationFunction.reservedConcurrency": { value: "unreserved", reason: "the account has a quota of 10" },
      appSecrets: manyAppSecrets(12).appSecrets,
    },
  );
});

describe("the password policy", () => {
  refusesEach([
    mistake(
      "a short password without a reason",
      `${POLICY}.length`,
      12,
      'a whole number of characters from 16 to 128, or { value: 8 to 15, reason: "..." }',
    ),
    mistake(
      "a password longer than MySQL takes",
      `${POLICY}.length`,
      129,
      "a whole number of characters from 16 to 128",
    ),
    mistake("excluded letters that no password has", `${POLICY}.excludeCharacters`, "äö", "printable ASCII characters"),
    mistake(
      "passwords that can be guessed",
      POLICY,
      { length: 16, excludeLowercase: true, excludeUppercase: true, excludePunctuation: true },
      "a policy with at least 2^80 possible passwords; 10 usable characters in 16 places make 2^53",
      { found: "an object with length, excludeLowercase, excludeUppercase, excludePunctuation" },
    ),
    mistake(
      "nothing that is left",
      POLICY,
      { excludeLowercase: true, excludeUppercase: true, excludePunctuation: true, excludeNumbers: true },
      "0 usable characters in 35 places make 2^0",
      { found: "an object with excludeLowercase, excludeUppercase, excludePunctuation, excludeNumbers" },
    ),
    mistake("a type that is yes", `${POLICY}.excludeNumbers`, "yes", "true or false"),
  ]);
});
