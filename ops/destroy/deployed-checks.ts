import type { Environment } from "../../environments/schema";
import { databaseIdentifier, secretName } from "../../stacks/shared/naming";
import type { Aws } from "../aws/ports";
import type { DestroyFinding } from "./destroy-checks";

/** What AWS says: a choice in the file protects, or does not protect, only once it was deployed. */
export async function deployedFindings(environment: Environment, aws: Aws): Promise<readonly DestroyFinding[]> {
  return [...(await protectedInstance(environment, aws)), ...(await waitingSecrets(environment, aws))];
}

async function protectedInstance(environment: Environment, aws: Aws): Promise<readonly DestroyFinding[]> {
  const instance = await aws.database.instance();
  if (instance?.isProtected !== true || environment.database.deletionProtection.value) return [];
  return [
    {
      kind: "blocks",
      what: `RDS refuses to delete ${databaseIdentifier(environment)}: the file takes deletionProtection off, and that was not deployed yet`,
      remedy: `npm run deploy -- '${environment.name}-network' '${environment.name}-database'`,
    },
  ];
}

async function waitingSecrets(environment: Environment, aws: Aws): Promise<readonly DestroyFinding[]> {
  const found = await Promise.all(
    environment.appSecrets.map(async (secret) => ({
      secret,
      state: await aws.secrets.describe(secretName(environment, secret)),
    })),
  );
  return found
    .filter(({ state }) => state?.deletedAt !== undefined)
    .map(({ secret }) => ({
      kind: "blocks" as const,
      what: `the secret ${secretName(environment, secret)} waits for its deletion already: Terraform cannot cancel its rotation`,
      remedy: `npm run ops -- restore-name ${environment.name} ${secret.name}`,
    }));
}
