import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { RowDataPacket } from "mysql2/promise";
import { parseEnvironment } from "../../environments";
import { local } from "../../environments/local";
import type { AppSecretChoice } from "../../environments/schema";
import { ALTERNATE_SUFFIX } from "../../rotation-fn/settings";
import { asObject } from "../../stacks/guard-rails/json";
import { connect, type Login as UserLogin } from "../mysql/connection";
import { withOverlay } from "../terraform/overlay";
import { ENVIRONMENT } from "../terraform/workspace";
import { database, type LifecycleContext } from "./context";

/** An app secret as it is deployed. */
export interface DeployedSecret {
  readonly choice: AppSecretChoice;
  /** `local/shop` */
  readonly fullName: string;
  readonly arn: string;
}

/** The app secrets that the environment asks for and that are deployed. */
export function appSecrets(context: LifecycleContext): readonly DeployedSecret[] {
  const { appSecrets: chosen } = parseEnvironment(ENVIRONMENT, withOverlay(local, context.choices.overlay));
  const arns = context.terraform.output("local-app-secret", "app_secret_arns");
  return chosen.flatMap((choice) => {
    const arn = asObject(arns)[choice.name];
    return typeof arn === "string" ? [{ choice, fullName: `${ENVIRONMENT}/${choice.name}`, arn }] : [];
  });
}

/** One of them. Throws when it is not deployed. */
export function appSecret(context: LifecycleContext, name: string): DeployedSecret {
  const found = appSecrets(context).find(({ choice }) => choice.name === name);
  if (found === undefined) throw new Error(`the app secret ${name} is not deployed`);
  return found;
}

/** A credential as an application reads it. */
export interface Login extends UserLogin {
  readonly dbname: string;
  readonly host: string;
}

/** What AWSCURRENT and, where there is one, AWSPREVIOUS of an app secret hold. */
export async function loginsOf(context: LifecycleContext, name: string): Promise<readonly [Login, ...Login[]]> {
  const { arn } = appSecret(context, name);
  const read = async (VersionStage: string): Promise<Login> => {
    const { SecretString = "{}" } = await context.operator.send(
      new GetSecretValueCommand({ SecretId: arn, VersionStage }),
    );
    return JSON.parse(SecretString) as Login;
  };
  const current = await read("AWSCURRENT");
  const previous = await read("AWSPREVIOUS").catch(() => undefined); // it has never rotated
  return previous === undefined ? [current] : [current, previous];
}

/** Whether the server accepts a credential. Throws when the server does not answer. */
export async function canLogIn(context: LifecycleContext, login: Login): Promise<boolean> {
  try {
    await queryAs(context, login, "DO 0");
    return true;
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (code === "ER_ACCESS_DENIED_ERROR" || code === "ER_ACCOUNT_HAS_BEEN_LOCKED") return false;
    throw error;
  }
}

/** The accounts in MySQL that belong to some users, the alternate ones included, as the server has them: `shop@%`. */
export async function accountsOf(context: LifecycleContext, usernames: readonly string[]): Promise<readonly string[]> {
  const names = usernames.flatMap((name) => [name, `${name}${ALTERNATE_SUFFIX}`]);
  const rows = await query(context, "SELECT CONCAT(user, '@', host) AS account FROM mysql.user WHERE user IN (?)", [
    names,
  ]);
  return rows.map(({ account }) => String(account)).sort();
}

/** What the server says a user may do in its database, as one text. */
export async function privilegesOf(context: LifecycleContext, username: string): Promise<string> {
  const rows = await query(context, "SHOW GRANTS FOR ?@'%'", [username]);
  return rows.map((row) => String(Object.values(row)[0])).join("; ");
}

/** Runs a statement as MySQL's own root, a right that RDS gives to no user: to look, or to act as a person who changes something by hand. */
export function query(
  context: LifecycleContext,
  sql: string,
  values: readonly unknown[] = [],
): Promise<RowDataPacket[]> {
  return queryAs(context, database(context).root, sql, values);
}

/** Runs a statement as a user, in the database of its secret where it has one. */
export async function queryAs(
  context: LifecycleContext,
  login: UserLogin & { readonly dbname?: string },
  sql: string,
  values: readonly unknown[] = [],
): Promise<RowDataPacket[]> {
  const connection = await connect(database(context), login);
  try {
    if (login.dbname !== undefined) await connection.query("USE ??", [login.dbname]);
    const [rows] = await connection.query<RowDataPacket[]>(sql, [...values]);
    return rows;
  } finally {
    connection.destroy();
  }
}
