import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseEnvironment } from "../../environments";
import { local } from "../../environments/local";
import { ServiceError, startSecretsManager } from "../../local/aws/secrets-manager/start";
import { callCounter } from "../../local/load/call-counter";
import { secretsManagerClient } from "../../local/load/secrets-manager-client";
import { createWorkTables } from "../../local/load/work-tables";
import { newPassword } from "../../local/mysql/accounts";
import { createCertificateAuthority } from "../../local/mysql/certificates";
import { connect, runStatements } from "../../local/mysql/connection";
import type { LocalEngine } from "../../local/mysql/program";
import { type RunningMysql, startMysql } from "../../local/mysql/start";
import { provision } from "../../local/rehearsal/provision";
import { recordedFunction } from "../../local/rehearsal/recorded-invocations";
import { createSecrets, type RehearsedSecret } from "../../local/rehearsal/secrets";
import type { Cleanup } from "../../local/terminal/cleanup";
import { startClock } from "../../local/terminal/clock";
import type { LeakCheck } from "../../local/terminal/leak-check";
import { packageRotationFunction } from "../../rotation-fn/package";
import { SETTING_NAMES } from "../../rotation-fn/settings";
import { type DelayingRelay, startDelayingRelay } from "./delaying-relay";

export interface SoakWorld {
  readonly engine: LocalEngine;
  readonly version: string;
  readonly secrets: readonly RehearsedSecret[];
  readonly caPem: string;
  readonly relay: DelayingRelay;
  readonly throttle: { share: number };
  readonly maxConnections: number;
  /** A user of nobody's secret, for connections that are in the way. */
  readonly storm: {
    readonly host: string;
    readonly port: number;
    readonly username: string;
    readonly password: string;
  };
  readonly server: Awaited<ReturnType<typeof startSecretsManager>>;
  readonly client: ReturnType<typeof secretsManagerClient>;
  readonly register: (password: string) => void;
  /** Ends the server, and starts it again on its data and its port. */
  restart(): Promise<void>;
}

const MAX_CONNECTIONS = 150;
const FUNCTION_TIMEOUT_MS = 60_000;
const DAYS_VALID = 2;
const FUNCTION_KEY = /^FUNCTION/;

interface WorldInput {
  readonly engine: LocalEngine;
  readonly secrets: number;
  readonly cleanup: Cleanup;
  readonly leakCheck: LeakCheck;
  readonly say: (words: string) => void;
}

/** A server whose data outlives a restart, a Secrets Manager that can throttle, the packaged function, and its secrets. */
export async function startSoakWorld({ engine, secrets, cleanup, leakCheck, say }: WorldInput): Promise<SoakWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), "soak-"));
  cleanup.add("the temporary folder", () => rm(folder, { recursive: true, force: true }));
  const authority = createCertificateAuthority("Soak authority", DAYS_VALID);
  const admin = { username: "admin", password: newPassword() };
  leakCheck.register(admin.password);
  const serverOptions = [`--max-connections=${MAX_CONNECTIONS}`];
  const start = (port?: number): Promise<RunningMysql> =>
    startMysql({
      engine,
      admin,
      authority,
      serverOptions,
      dataDir: path.join(folder, "data"),
      environment: withoutGiven(process.env),
      onProgress: say,
      ...(port === undefined ? {} : { port }),
    });
  let mysql = await start();
  cleanup.add("the database", () => mysql.stop());
  const relay = await startDelayingRelay(mysql.port);
  cleanup.add("the relay", () => relay.close());
  const caFile = path.join(folder, "authority.pem");
  await writeFile(caFile, authority.certificatePem);

  const { zipFile } = await packageRotationFunction({ regions: ["us-east-1"], outFile: path.join(folder, "fn.zip") });
  const calls = callCounter();
  const throttle = { share: 0 };
  const server = await startSecretsManager({
    onCall: async ({ accessKeyId }) => {
      if (FUNCTION_KEY.test(accessKeyId ?? "") && Math.random() < throttle.share)
        throw new ServiceError("ThrottlingException", "Rate exceeded");
    },
    afterCall: (call) => calls.count(call.accessKeyId),
    invokeFunction: (_arn, event) => fn.invoke(event),
  });
  cleanup.add("Secrets Manager", () => server.close());
  const fn = recordedFunction({
    zipFile,
    timeoutMs: FUNCTION_TIMEOUT_MS,
    clock: startClock(),
    calls,
    environment: {
      AWS_REGION: server.region,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      [SETTING_NAMES.databaseCaFile]: caFile,
      [SETTING_NAMES.allowedDatabaseHosts]: mysql.host,
    },
  });
  cleanup.add("the function", () => fn.stop());
  const client = secretsManagerClient(server, "OPERATOR");
  cleanup.add("the operator's client", () => client.destroy());
  const environment = parseEnvironment("soak", {
    ...local,
    appSecrets: Array.from({ length: secrets }, (_, index) => {
      const name = `soak${index}`;
      return { name, username: name, database: "soak", privileges: ["SELECT", "INSERT"] };
    }),
  });
  const created = await createSecrets(client, "soak", environment.appSecrets, admin);
  for (const secret of created.app) await provision(fn, { ...mysql, port: relay.port }, created.adminArn, secret);
  await createWorkTables(mysql, ["soak"]);
  const storm = { host: mysql.host, port: relay.port, username: "storm", password: newPassword() };
  const root = await connect(mysql, mysql.root);
  await runStatements(root, [`CREATE USER 'storm'@'%' IDENTIFIED BY '${storm.password}'`]).finally(() => root.end());
  return {
    ...{ engine, version: mysql.version, secrets: created.app, caPem: authority.certificatePem, relay, throttle },
    ...{ maxConnections: MAX_CONNECTIONS, storm, server, client, register: leakCheck.register },
    async restart() {
      const { port } = mysql;
      await mysql.stop();
      mysql = await start(port);
    },
  };
}

/** A server that somebody else runs cannot be restarted. */
function withoutGiven(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { MYSQL_URL: _mysql, MARIADB_URL: _mariadb, ...rest } = environment;
  return rest;
}
