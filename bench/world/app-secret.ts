import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { newPassword } from "../../local/mysql/accounts";
import { connect, runStatements } from "../../local/mysql/connection";
import { STRATEGY_TAG, type StrategyName } from "../../rotation-fn/settings";
import type { AdminSecretKind, Stage } from "./stage";

/** What is to be made. */
export interface AppSecretInput {
  /** Short, different for each: becomes part of the names of user and secret. */
  readonly name: string;
  readonly strategy: StrategyName;
  readonly admin: AdminSecretKind;
  /** The member `ssl` of the value; absent in most real secrets. */
  readonly ssl?: true;
  /** Whether the user may keep two passwords (APPLICATION_PASSWORD_ADMIN). */
  readonly mayKeepTwoPasswords?: boolean;
}

/** An app secret with a value and a user that has it, as a function finds them before its first rotation. */
export interface AppSecret {
  readonly arn: string;
  readonly username: string;
  readonly strategy: StrategyName;
}

const ACCOUNTS_A_STATEMENT = 50;

/** Makes secrets and their users, one database for all, by SQL: what is measured begins at the first rotation. */
export async function createAppSecrets(stage: Stage, inputs: readonly AppSecretInput[]): Promise<AppSecret[]> {
  const { mysql, prefix, operator, adminArns } = stage;
  const dbname = `${prefix}shop`;
  const made = inputs.map((input) => ({ input, username: `${prefix}${input.name}`, password: newPassword() }));
  const connection = await connect(mysql, mysql.root);
  try {
    await runStatements(connection, [`CREATE DATABASE IF NOT EXISTS \`${dbname}\``]);
    for (let from = 0; from < made.length; from += ACCOUNTS_A_STATEMENT) {
      const some = made.slice(from, from + ACCOUNTS_A_STATEMENT);
      const twice = some.filter(({ input }) => input.mayKeepTwoPasswords);
      await runStatements(connection, [
        `CREATE USER ${some.map(({ username, password }) => `'${username}'@'%' IDENTIFIED BY '${password}'`).join(", ")}`,
        `GRANT SELECT, INSERT, UPDATE, DELETE ON \`${dbname}\`.* TO ${accounts(some)}`,
        ...(twice.length === 0 ? [] : [`GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${accounts(twice)}`]),
      ]);
    }
  } finally {
    connection.destroy();
  }
  const secrets: AppSecret[] = [];
  for (const { input, username, password } of made) {
    const { name, strategy, admin, ssl } = input;
    const { host, port } = mysql;
    const value = { engine: "mysql", host, port, username, password, dbname, masterarn: adminArns[admin], ssl };
    const created = await operator.send(
      new CreateSecretCommand({
        Name: `bench/${name}`,
        SecretString: JSON.stringify(value),
        Tags: [{ Key: STRATEGY_TAG, Value: strategy }],
      }),
    );
    secrets.push({ arn: created.ARN ?? "", username, strategy });
  }
  return secrets;
}

function accounts(some: readonly { readonly username: string }[]): string {
  return some.map(({ username }) => `'${username}'@'%'`).join(", ");
}
