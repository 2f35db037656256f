import { STRATEGY_TAG, type StrategyName } from "../../rotation-fn/settings";
import { testMysql } from "./mysql";
import { type AppSecret, type AppValue, asRoot, logIn, type RotationWorld, uniqueNames } from "./rotation-world";

/** An account with a secret that describes it, for the strategies that know one user only. Nothing was provisioned. */
export interface OneUser {
  readonly secret: AppSecret;
  readonly username: string;
  /** `` `app`@`%` ``, for statements. */
  readonly account: string;
  /** Sets the account's first password by hand; whatever second one it has is gone. */
  setByHand(password: string): Promise<void>;
  /** The passwords of these that the server accepts now. */
  accepted(...passwords: string[]): Promise<string[]>;
}

export interface OneUserOptions {
  readonly strategy: StrategyName;
  /** Further clauses of CREATE USER. */
  readonly clauses?: string;
  /** What is granted on all databases; RETAIN needs APPLICATION_PASSWORD_ADMIN where the user changes itself. */
  readonly privileges?: readonly string[];
  readonly host?: string;
}

export const FIRST_PASSWORD = "first-Password-1";

/** Makes the account and its secret. Without options for it, a user may do nothing at all but log in. */
export async function oneUser(world: RotationWorld, options: OneUserOptions): Promise<OneUser> {
  const { strategy, clauses = "", privileges = [], host = "%" } = options;
  const { dbname, username } = uniqueNames();
  const account = `\`${username}\`@\`${host}\``;
  await asRoot(
    `CREATE DATABASE \`${dbname}\``,
    `CREATE USER ${account} IDENTIFIED BY '${FIRST_PASSWORD}' ${clauses}`,
    `GRANT SELECT ON \`${dbname}\`.* TO ${account}`,
    ...privileges.map((privilege) => `GRANT ${privilege} ON *.* TO ${account}`),
  );
  const { engine, host: server, port } = testMysql();
  const value: AppValue = {
    engine,
    host: server,
    port,
    username,
    password: FIRST_PASSWORD,
    dbname,
    masterarn: world.adminArn,
  };
  const secret = await world.secretWith(JSON.stringify(value), [{ Key: STRATEGY_TAG, Value: strategy }]);
  return {
    secret,
    username,
    account,
    async setByHand(password) {
      await asRoot(`ALTER USER ${account} IDENTIFIED BY '${password}'`, `ALTER USER ${account} DISCARD OLD PASSWORD`);
    },
    async accepted(...passwords) {
      const answers: string[] = [];
      // One after the other: a refused login may lock the account for one that comes at the same time.
      for (const password of passwords) {
        await logIn({ ...value, password }).then(
          () => answers.push(password),
          () => undefined,
        );
      }
      return answers;
    },
  };
}
