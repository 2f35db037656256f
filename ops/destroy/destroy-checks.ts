import type { Environment } from "../../environments/schema";
import { arnOf, databaseIdentifier, resourceName, secretName } from "../../stacks/shared/naming";

/** One thing to know before an environment is destroyed. A blocker makes Terraform stop half-way. */
export interface DestroyFinding {
  readonly kind: "blocks" | "lost" | "stays";
  readonly what: string;
  readonly remedy?: string;
  /** Set where it depends on who destroys. */
  readonly dependsOnRole?: true;
  /** Set for what is gone when the destroy has ended. */
  readonly isGoneAtTheEnd?: true;
}

/** What a destroy of the environment meets, from its file and the other environments' files. Pure: needs no AWS account. */
export function destroyFindings(environment: Environment, others: readonly Environment[]): readonly DestroyFinding[] {
  return [
    ...sharedFunction(environment, others),
    ...databaseFindings(environment),
    ...secrets(environment),
    ...deletionRoles(environment),
    ...leftovers(environment),
  ];
}

function sharedFunction(environment: Environment, others: readonly Environment[]): readonly DestroyFinding[] {
  const own = arnOf(environment, "lambda", `function:${resourceName(environment, "rotation")}`);
  return others
    .filter(({ name, rotationFunction }) => name !== environment.name && rotationFunction.arn === own)
    .map(({ name }) => ({
      kind: "blocks" as const,
      what: `the environment ${name} rotates with this environment's function, and would rotate no more`,
      remedy: `give ${name} another rotationFunction and deploy it first`,
    }));
}

function databaseFindings(environment: Environment): readonly DestroyFinding[] {
  const { database } = environment;
  const { deletionProtection, finalSnapshot, keepAutomatedBackups } = database;
  const identifier = databaseIdentifier(environment);
  return [
    ...(deletionProtection.value
      ? [
          {
            kind: "blocks" as const,
            what: `RDS refuses to delete ${identifier}: deletionProtection is on`,
            remedy: `write deletionProtection: { value: false, reason: "..." } in environments/${environment.name}.ts, then npm run deploy -- '${environment.name}-network' '${environment.name}-database'`,
          },
        ]
      : []),
    ...((keepAutomatedBackups?.value ?? finalSnapshot.value)
      ? [
          {
            kind: "stays" as const,
            what: `automated backups of ${identifier}, for their ${database.backupDays.value} days`,
          },
        ]
      : []),
    finalSnapshot.value
      ? { kind: "stays", what: `a final snapshot of ${identifier}, which costs storage until somebody deletes it` }
      : { kind: "lost", what: `all data of ${identifier}: finalSnapshot is off, and nothing is kept` },
  ];
}

function secrets(environment: Environment): readonly DestroyFinding[] {
  return environment.appSecrets.map((secret): DestroyFinding => {
    const name = secretName(environment, secret);
    const days = secret.recoveryWindowDays.value;
    if (days === 0) return { kind: "lost", what: `the secret ${name}, at once and for ever` };
    return {
      kind: "stays",
      what: `the name ${name}, for ${days} days: a deployment under it stops at "already scheduled for deletion"`,
      remedy: `afterwards: npm run ops -- restore-name ${environment.name} ${secret.name}`,
    };
  });
}

/** The resource policies of the secrets deny it to everybody else, whatever IAM allows. */
function deletionRoles({ appSecrets, deployRoles }: Environment): readonly DestroyFinding[] {
  return appSecrets
    .filter(({ deletionRoles: { value } }) => value.length > 0 && deployRoles.appSecret === undefined)
    .map(({ name, deletionRoles: { value } }) => ({
      kind: "blocks" as const,
      what: `the secret ${name} can be deleted by ${value.join(", ")} only`,
      remedy:
        "destroy as one of these roles, or add the role of the destroy to deletionRoles and deploy the stack first",
      dependsOnRole: true as const,
    }));
}

function leftovers(environment: Environment): readonly DestroyFinding[] {
  const logs = `/aws/rds/instance/${databaseIdentifier(environment)}/`;
  return [
    ...(environment.rotationFunction.arn === undefined
      ? [
          {
            kind: "stays" as const,
            what: "network interfaces of the function, for 20 to 40 minutes: the network stack waits for them",
            isGoneAtTheEnd: true as const,
          },
        ]
      : []),
    {
      kind: "stays",
      what: `log groups under ${logs}, when RDS exports once more after the destroy (docs/redeploy.md)`,
    },
    {
      kind: "stays",
      what: `the states, empty, in ${environment.target.kind === "aws" ? "the state bucket" : "files of this project's folder"}`,
    },
    { kind: "stays", what: "KMS keys, for 30 days; their aliases are free at once" },
  ];
}
