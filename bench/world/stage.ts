import { randomBytes } from "node:crypto";
import { CreateSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { passwordsIn } from "../../local/aws/secrets-manager/issued-passwords";
import {
  type InvokeFunction,
  type SecretsManagerServer,
  startSecretsManager,
} from "../../local/aws/secrets-manager/start";
import type { State } from "../../local/aws/secrets-manager/state";
import { type CallCounter, callCounter } from "../../local/load/call-counter";
import { secretsManagerClient } from "../../local/load/secrets-manager-client";
import { type ServerWatch, watchServer } from "../../local/load/server-counters";
import { adminStatements, newPassword } from "../../local/mysql/accounts";
import { connect, type Login, runStatements } from "../../local/mysql/connection";
import type { RunningMysql } from "../../local/mysql/start";
import type { Cleanup } from "../../local/terminal/cleanup";
import type { LeakCheck } from "../../local/terminal/leak-check";
import { dropAllOf } from "./drop-test-accounts";
import { type RdsStub, startRdsStub } from "./rds-stub";

/** Where functions are run: a real MySQL, an embedded Secrets Manager, and a stub of the RDS API. */
export interface Stage {
  readonly mysql: RunningMysql;
  readonly server: SecretsManagerServer;
  readonly rds: RdsStub;
  readonly operator: SecretsManagerClient;
  /** Every account and database that is made here has a name that begins so. */
  readonly prefix: string;
  readonly admin: Login;
  /** `managed` holds `username` and `password` only, as RDS makes it; `full` holds host, port and engine too. */
  readonly adminArns: Readonly<Record<AdminSecretKind, string>>;
  readonly calls: CallCounter;
  readonly watch: ServerWatch;
  /** The functions that Secrets Manager can call, by ARN. */
  readonly functions: Map<string, InvokeFunction>;
  readonly cleanup: Cleanup;
}

export type AdminSecretKind = "managed" | "full";

const NO_FUNCTION = { ok: false, errorType: "ResourceNotFoundException", errorMessage: "no such function" } as const;

/** Sets the stage on a MySQL that runs. What it starts is ended by `cleanup`. */
export async function setStage(mysql: RunningMysql, cleanup: Cleanup, leakCheck: LeakCheck): Promise<Stage> {
  const prefix = `bench_${randomBytes(3).toString("hex")}_`;
  cleanup.add("accounts and databases of the measurements", () => dropAllOf(mysql, prefix));
  const admin = { username: `${prefix}admin`, password: newPassword() };
  await makeAdmin(mysql, admin);

  const calls = callCounter();
  const functions = new Map<string, InvokeFunction>();
  const state: State = { secrets: new Map() };
  leakCheck.register(mysql.root.password);
  leakCheck.follow({ [Symbol.iterator]: () => passwordsIn(state) });
  const server = await startSecretsManager({
    state,
    afterCall: (call) => calls.count(call.accessKeyId),
    invokeFunction: async (arn, event) => functions.get(arn)?.(arn, event) ?? NO_FUNCTION,
    retry: { attempts: 1, delayMs: 0 },
  });
  cleanup.add("Secrets Manager", () => server.close());
  const rds = await startRdsStub(mysql, cleanup);
  const operator = secretsManagerClient(server, "OPERATOR");
  cleanup.add("the operator's client", () => operator.destroy());
  const watch = await watchServer(mysql);
  cleanup.add("the watch on MySQL", () => watch.end());
  const adminArns = await createAdminSecrets(operator, server, mysql, admin);
  return { mysql, server, rds, operator, prefix, admin, adminArns, calls, watch, functions, cleanup };
}

/**
 * An admin like RDS's, but one that may write to the `mysql` schema: AWS's function says SET PASSWORD FOR, which needs that
 * (error 1044 without it). This project's function works with less, and is measured with the same admin.
 */
async function makeAdmin(mysql: RunningMysql, admin: Login): Promise<void> {
  const connection = await connect(mysql, mysql.root);
  try {
    await runStatements(
      connection,
      adminStatements(admin, { engine: mysql.engine, partialRevokes: false, version: mysql.version }),
    );
  } finally {
    connection.destroy();
  }
}

/** RDS tags its secret with the instance that it is for; that is where AWS's function looks the host up. */
async function createAdminSecrets(
  operator: SecretsManagerClient,
  { region, accountId }: SecretsManagerServer,
  { engine, host, port }: RunningMysql,
  credential: Login,
): Promise<Stage["adminArns"]> {
  const instance = `arn:aws:rds:${region}:${accountId}:db:bench`;
  const managed = await operator.send(
    new CreateSecretCommand({
      Name: "rds!db-bench",
      SecretString: JSON.stringify(credential),
      Tags: [{ Key: "aws:rds:primaryDBInstanceArn", Value: instance }],
    }),
  );
  const full = await operator.send(
    new CreateSecretCommand({
      Name: "bench-admin",
      SecretString: JSON.stringify({ engine, host, port, ...credential }),
    }),
  );
  return { managed: managed.ARN ?? "", full: full.ARN ?? "" };
}
