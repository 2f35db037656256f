import { z } from "zod";
import { ALTERNATE_SUFFIX, appUserNameProblem, usernameLengthProblem } from "../values/account-names";
import { accountOfRole, foreignRoleProblem } from "../values/arns";
import type { Engine } from "../values/engine-version";
import { rule } from "../values/rules";
import { scheduleSchema } from "../values/schedule";
import { credentialAgeProblem } from "./credential-age";
import { crossCheck, type Report } from "./cross-check";

const readable = z.object({
  accountId: z.string().optional().catch(undefined),
  region: z.string().optional().catch(undefined),
  deployRoles: z
    .object({ appSecret: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  database: z
    .object({
      adminUsername: z.string().optional().catch(undefined),
      engine: z.enum(["mysql", "mariadb"]).catch("mysql"),
      snapshotIdentifier: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  appSecrets: z.array(
    z.object({
      name: z.string(),
      username: z.string(),
      strategy: z.object({ value: z.string(), reason: z.string().optional() }),
      schedule: scheduleSchema.optional().catch(undefined),
      snapshotSecret: z.string().optional().catch(undefined),
      maxCredentialAgeDays: z.number().int().optional().catch(undefined),
      deletionRoles: z.object({ value: z.array(z.string()), reason: z.string().optional() }).catch({ value: [] }),
      consumerRoles: z.array(z.string()).catch([]),
      replicaRegions: z.array(z.string()).catch([]),
    }),
  ),
});

type Readable = z.output<typeof readable>;
type Secret = Readable["appSecrets"][number];
/** The rules between app secrets, and between them and the rest of the environment. */
export const appSecretsCheck = crossCheck(readable, (environment, reportAt) => {
  const { appSecrets, database } = environment;
  const engine = database?.engine ?? "mysql";
  appSecrets.forEach((secret, index) => {
    const report: Report = (path, message) => reportAt(["appSecrets", index, ...path], message);
    checkName(secret, appSecrets.slice(0, index), report);
    checkUser(secret, appSecrets.slice(0, index), report);
    checkLength(secret, engine, report);
    checkStrategy(secret, engine, report);
    checkCredentialAge(secret, engine, report);
    checkAdmin(secret, database?.adminUsername, report);
    checkRoles(secret, environment.accountId, report);
    checkSnapshotSecret(secret, database?.snapshotIdentifier, report);
    checkDeployer(secret, environment.deployRoles?.appSecret, report);
    checkReplicas(secret, environment.region, report);
  });
});

function checkName({ name }: Secret, earlier: readonly Secret[], report: Report): void {
  const first = earlier.findIndex((other) => other.name === name);
  if (first < 0) return;
  report(["name"], rule(`a name that no other app secret has (appSecrets.${first} has it)`, "choose another one"));
}

/** Two secrets for one user would each make the other's password wrong. Users belong to the server, not to one of its databases. */
function checkUser(secret: Secret, earlier: readonly Secret[], report: Report): void {
  const users = usersOf(secret);
  const first = earlier.findIndex((other) => usersOf(other).some((user) => users.includes(user)));
  if (first < 0) return;
  report(
    ["username"],
    rule(
      `a username that no other app secret has, in whatever database (appSecrets.${first} has it)`,
      "choose another one",
    ),
  );
}

/** Only for names that are valid except for their length. */
function checkLength({ username, strategy }: Secret, engine: Engine, report: Report): void {
  if (appUserNameProblem(username) !== undefined) return;
  const problem = usernameLengthProblem(username, { engine, hasAlternate: strategy.value === "alternating-users" });
  if (problem !== undefined) report(["username"], problem);
}

/** On MariaDB a user that changes itself has one password at a time, so that new logins fail until the secret says the new one. */
function checkStrategy({ strategy: { value, reason } }: Secret, engine: Engine, report: Report): void {
  if (value !== "single-user" || (engine === "mariadb") === (reason !== undefined)) return;
  const [allowed, remedy] =
    engine === "mariadb"
      ? [
          '"alternating-users", "admin-rotated", or { value: "single-user", reason: "..." } on MariaDB, where new logins fail for seconds',
          "have the admin change the password, or write the reason (one line of 10 to 200 characters)",
        ]
      : ['"single-user" without a reason on MySQL, where no login fails', 'write strategy: "single-user"'];
  report(["strategy"], rule(allowed, remedy));
}

function checkCredentialAge(secret: Secret, engine: Engine, report: Report): void {
  const { strategy, schedule, maxCredentialAgeDays } = secret;
  if (schedule === undefined || maxCredentialAgeDays === undefined) return;
  const problem = credentialAgeProblem({ strategy: strategy.value, engine, schedule, maxCredentialAgeDays });
  if (problem !== undefined) report(["maxCredentialAgeDays"], problem);
}

function checkAdmin(secret: Secret, adminUsername: string | undefined, report: Report): void {
  if (adminUsername === undefined || !usersOf(secret).includes(adminUsername.toLowerCase())) return;
  report(["username"], rule("another user than database.adminUsername", "choose a user of the application's own"));
}

/** In a database of the environment's own no other environment uses the accounts; in a shared one, others would lose them. */
function checkSnapshotSecret({ snapshotSecret }: Secret, snapshot: string | undefined, report: Report): void {
  if (snapshotSecret === undefined || snapshot !== undefined) return;
  report(
    ["snapshotSecret"],
    rule("none without database.snapshotIdentifier: only a snapshot brings accounts along", "remove the key"),
  );
}

/** Every user whose password the secret's rotations change, in lower case. */
function usersOf({ username, strategy }: Secret): readonly string[] {
  const name = username.toLowerCase();
  return strategy.value === "alternating-users" ? [name, name + ALTERNATE_SUFFIX] : [name];
}

function checkRoles({ deletionRoles, consumerRoles }: Secret, accountId: string | undefined, report: Report): void {
  if (accountId === undefined) return;
  const lists = [
    [deletionRoles.reason === undefined ? ["deletionRoles"] : ["deletionRoles", "value"], deletionRoles.value],
    [["consumerRoles"], consumerRoles],
  ] as const;
  for (const [path, arns] of lists) {
    arns.forEach((arn, index) => {
      const account = accountOfRole(arn);
      if (account !== undefined && account !== accountId) report([...path, index], foreignRoleProblem(accountId));
    });
  }
}

/** The policy denies deletion and a change of itself to everybody else: Terraform's own role has to be in it. */
function checkDeployer({ deletionRoles }: Secret, deployRole: string | undefined, report: Report): void {
  const { value, reason } = deletionRoles;
  if (value.length === 0 || deployRole !== undefined || reason !== undefined) return;
  report(
    ["deletionRoles"],
    rule(
      'none without deployRoles.appSecret, or { value: [...], reason: "..." }: everybody else is denied to change the policy or delete the ' +
        "secret, Terraform too",
      "name the role that Terraform takes in deployRoles.appSecret, or write which of these roles deploys",
    ),
  );
}

function checkReplicas({ replicaRegions }: Secret, region: string | undefined, report: Report): void {
  replicaRegions.forEach((replica, index) => {
    if (region === undefined || (replica !== region && partitionOf(replica) === partitionOf(region))) return;
    report(
      ["replicaRegions", index],
      rule(`a region other than ${region}, in its partition`, "name another region, or remove this one"),
    );
  });
}

/**
 * The partition of a region. Not the one of stacks/shared/naming.ts: environments import no stacks, and stacks take nothing but types
 * from environments.
 */
function partitionOf(region: string): string {
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
