import { mistake, refusesEach } from "../../support/wrong-environment";

const ROLE = "arn:aws:iam::111122223333:role/shop-api";
const FOREIGN = "arn:aws:iam::444455556666:role/shop-api";
const ARN = "the ARN of an IAM role, arn:aws:iam::<account>:role/<name>";

describe("who may get at an app secret", () => {
  refusesEach([
    mistake("a reader by name", "appSecrets.0.consumerRoles", ["shop-api"], ARN, {
      reportedAt: "appSecrets.0.consumerRoles.0",
      found: '"shop-api"',
    }),
    mistake("a reader of another account", "appSecrets.0.consumerRoles", [FOREIGN], "a role of the account 1111", {
      reportedAt: "appSecrets.0.consumerRoles.0",
      found: JSON.stringify(FOREIGN),
    }),
    mistake("a reader twice", "appSecrets.0.consumerRoles", [ROLE, ROLE], "ARNs of roles, each once", {
      found: "a list of 2",
    }),
    mistake("a user who may delete", "appSecrets.0.deletionRoles", ["arn:aws:iam::111122223333:user/ann"], ARN, {
      reportedAt: "appSecrets.0.deletionRoles.0",
      found: '"arn:aws:iam::111122223333:user/ann"',
    }),
    mistake(
      "a foreign role that may delete",
      "appSecrets.0.deletionRoles",
      { value: [FOREIGN], reason: "the role of our pipeline" },
      "a role of the account 1111",
      { reportedAt: "appSecrets.0.deletionRoles.value.0", found: JSON.stringify(FOREIGN) },
    ),
    mistake(
      "roles that may delete, where Terraform's own is not known",
      "appSecrets.0.deletionRoles",
      [ROLE],
      'none without deployRoles.appSecret, or { value: [...], reason: "..." }',
      { found: "a list of 1" },
    ),
    mistake("one role that may delete, as text", "appSecrets.0.deletionRoles", ROLE, "a list of ARNs of roles", {
      found: `${JSON.stringify(ROLE).slice(0, 60)}`,
    }),
  ]);
});

describe("where an app secret is copied to", () => {
  const REPLICAS = "appSecrets.0.replicaRegions";
  const atFirst = { reportedAt: `${REPLICAS}.0` };
  refusesEach([
    mistake("its own region", REPLICAS, ["eu-west-1"], "a region other than eu-west-1, in its partition", {
      ...atFirst,
      found: '"eu-west-1"',
    }),
    mistake("another partition", REPLICAS, ["us-gov-west-1"], "a region other than eu-west-1, in its partition", {
      ...atFirst,
      found: '"us-gov-west-1"',
    }),
    mistake("a region twice", REPLICAS, ["eu-west-2", "eu-west-2"], "regions, each once", { found: "a list of 2" }),
    mistake("a zone", REPLICAS, ["eu-west-2a"], "the name of an AWS region, such as eu-west-1", {
      ...atFirst,
      found: '"eu-west-2a"',
    }),
  ]);
});

describe("the users of app secrets", () => {
  refusesEach(
    [
      mistake(
        "an admin that is an alternate user",
        "database.adminUsername",
        "shop_clone",
        "another user than database",
        {
          reportedAt: "appSecrets.0.username",
          found: '"shop"',
        },
      ),
      mistake("one user in two databases", "appSecrets.1.username", "shop", "a username that no other app secret has"),
      mistake("a single user too long for MySQL", "appSecrets.1.username", "a".repeat(33), "at most 32 characters"),
    ],
    { "appSecrets.1.database": "warehouse", "appSecrets.1.strategy": "single-user" },
  );
});
