import type { Environment } from "../../environments/schema";
import type { Aws } from "../aws/ports";
import { OpsError } from "../error";
import { appSecretNamed, deployedSecret, requireAccount } from "../rotation/app-secrets";

/** A credential as an application reads it. Without a database `dbname` is empty. */
export interface DatabaseLogin {
  readonly host: string;
  readonly port: number;
  readonly dbname: string;
  readonly username: string;
  readonly password: string;
}

/** Whose login is asked for: the name of an app secret, or the admin. */
export type LoginOwner = { readonly secret: string } | "admin";

/** A secret whose AWSCURRENT is a login. */
export interface LoginSource {
  readonly secretId: string;
  /** For messages: `dev/shop`, or `the admin secret of dev`. */
  readonly title: string;
  /** Reads AWSCURRENT. Throws `aws_refused` where it is no login. */
  read(): Promise<DatabaseLogin>;
}

/** The secret of an app user or of the admin, as it is deployed. Throws `not_deployed` or what {@link deployedSecret} throws. */
export async function loginSource(aws: Aws, environment: Environment, owner: LoginOwner): Promise<LoginSource> {
  if (owner !== "admin") {
    const { arn, name } = await deployedSecret(aws, environment, appSecretNamed(environment, owner.secret));
    return sourceOf(aws, arn, name, {});
  }
  const instance = await aws.database.instance();
  if (instance?.adminSecretArn === undefined) {
    throw new OpsError("not_deployed", {
      problem: `the environment ${environment.name} has no database with an admin secret`,
      found: instance === undefined ? "no RDS instance" : `${instance.identifier}, without an admin secret`,
      remedy: "deploy the environment, or use another --profile",
    });
  }
  requireAccount(environment, { arn: instance.adminSecretArn });
  // The secret that RDS keeps names user and password only.
  const { host, port } = instance;
  return sourceOf(aws, instance.adminSecretArn, `the admin secret of ${environment.name}`, { host, port });
}

function sourceOf(aws: Aws, secretId: string, title: string, known: Partial<DatabaseLogin>): LoginSource {
  return { secretId, title, read: () => readLogin(aws, { secretId, title, label: "AWSCURRENT" }, known) };
}

/** Throws `aws_refused` where the value is no login, with nothing of it. */
export async function readLogin(
  aws: Pick<Aws, "secrets">,
  {
    secretId,
    title,
    label,
  }: Pick<LoginSource, "secretId" | "title"> & { readonly label: "AWSCURRENT" | "AWSPREVIOUS" },
  known: Partial<DatabaseLogin> = {},
): Promise<DatabaseLogin> {
  const login = loginIn(await aws.secrets.value(secretId, label), known);
  if (login !== undefined) return login;
  throw new OpsError("aws_refused", {
    problem: `${label} of ${title} is no login`,
    found: "a value without username, password, host or port",
    remedy: "npm run ops -- status <environment>",
  });
}

/** Nothing of a value that is no login: it may hold a password all the same. */
function loginIn(text: string, known: Partial<DatabaseLogin>): DatabaseLogin | undefined {
  try {
    const {
      host,
      port,
      dbname = "",
      username,
      password,
    } = { ...known, ...(JSON.parse(text) as Partial<DatabaseLogin>) };
    const portNumber = Number(port);
    if (!host || !username || !password || !(portNumber > 0)) return undefined;
    return { host, port: portNumber, dbname, username, password };
  } catch {
    return undefined;
  }
}
