import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { OpsError } from "../error";

/** What the sandbox writes of itself. */
interface ServedBy {
  readonly url?: unknown;
  readonly databaseCaFile?: unknown;
}

/** Where `npm run local -- up` writes the address of the local AWS. The operators' commands never import `local/`. */
function addressFiles(environment: NodeJS.ProcessEnv): readonly string[] {
  const file = "served-by.json";
  if (environment.LOCAL_AWS_FOLDER) return [path.resolve(environment.LOCAL_AWS_FOLDER, file)];
  const inCache = path.join("rotating-rds-mysql", "local-aws", file);
  const home = environment.HOME ?? homedir();
  const platformCache = process.platform === "darwin" ? path.join("Library", "Caches") : ".cache";
  return [
    ...(environment.XDG_CACHE_HOME ? [path.join(environment.XDG_CACHE_HOME, inCache)] : []),
    path.join(home, platformCache, inCache),
  ];
}

/** The address of the local AWS: `AWS_ENDPOINT_URL` where it is set, else of the one that runs. Throws `local_aws_not_running`. */
export function localAwsUrl(environment: NodeJS.ProcessEnv): string {
  if (environment.AWS_ENDPOINT_URL) return environment.AWS_ENDPOINT_URL;
  const { url } = servedBy(environment);
  if (typeof url === "string") return url;
  throw new OpsError("local_aws_not_running", {
    problem: "the local AWS is not running",
    remedy: "npm run local -- up, then npm run local -- deploy; or set AWS_ENDPOINT_URL",
  });
}

/** The authority of the local databases: `DATABASE_CA_FILE` where it is set, else of the local AWS that runs. Throws `local_aws_not_running`. */
export function localDatabaseCaFile(environment: NodeJS.ProcessEnv): string {
  const { databaseCaFile } = servedBy(environment);
  const found = environment.DATABASE_CA_FILE || databaseCaFile;
  if (typeof found === "string") return found;
  throw new OpsError("local_aws_not_running", {
    problem: "the authority of the local databases is not known",
    remedy: "npm run local -- up; or name its file in DATABASE_CA_FILE",
  });
}

function servedBy(environment: NodeJS.ProcessEnv): ServedBy {
  for (const file of addressFiles(environment)) {
    try {
      return JSON.parse(readFileSync(file, "utf8")) as ServedBy;
    } catch {
      // Not there, or not complete: the next one.
    }
  }
  return {};
}
