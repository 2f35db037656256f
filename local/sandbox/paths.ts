import path from "node:path";
import { cacheFolder } from "../mysql/cache-folder";

/** Where a local environment that is kept lies. */
export interface KeptPaths {
  readonly folder: string;
  /** What the local AWS keeps; secret values are in it. */
  readonly state: string;
  readonly deployment: string;
  /** Names the process that serves it, while one does. */
  readonly servedBy: string;
  readonly log: string;
  /** What `up` was told: the engine of the database. */
  readonly choices: string;
}

/** The authority that signs the certificates of the local databases. */
export function databaseCaFile({ state }: KeptPaths): string {
  return path.join(state, "database-ca.pem");
}

/** Under the folder that LOCAL_AWS_FOLDER names, else under this user's cache folder. */
export function keptPaths(environment: NodeJS.ProcessEnv = process.env): KeptPaths {
  const folder = path.resolve(environment.LOCAL_AWS_FOLDER || path.join(cacheFolder(environment), "local-aws"));
  return {
    folder,
    state: path.join(folder, "aws"),
    deployment: path.join(folder, "deployment"),
    servedBy: path.join(folder, "served-by.json"),
    log: path.join(folder, "aws.log"),
    choices: path.join(folder, "sandbox.json"),
  };
}
