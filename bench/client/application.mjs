// One application under measurement: workers that query all the time through one kind of client. Ends when standard input ends, and prints one JSON line.
import dc from "node:diagnostics_channel";
import { createInterface } from "node:readline";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import mysql from "mysql2";
import { createPool } from "mysql2/promise";

const { KIND, SECRET_ID, DB_CA, WORKERS, PAUSE_MS, AWS_REGION, AWS_ENDPOINT_URL_SECRETS_MANAGER } = process.env;
const LIMIT = Number(WORKERS);
// Idle connections end soon, so that new ones are needed all the time, as in an application whose load goes up and down.
const SIZE = { connectionLimit: LIMIT, maxIdle: 2, idleTimeout: 100 };
const ssl = { ca: DB_CA, verifyIdentity: true };

const client = new SecretsManagerClient({});
const readSecret = async () => {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: SECRET_ID }));
  const { host, port, dbname: database, username: user, password } = JSON.parse(SecretString);
  return { host, port, database, user, password };
};

const ours = async (options) => {
  const { createRotatingPool } = await import("rotating-rds-mysql-client");
  return createRotatingPool({ secretId: SECRET_ID, ssl: { ca: DB_CA }, ...SIZE, ...options });
};

const KINDS = {
  refreshed: () => ours({ maxAgeMs: 1_000, drainMs: 500 }),
  recovered: () => ours({}),
  async wrapper() {
    const { AwsMySQLPoolClient } = await import("aws-advanced-nodejs-wrapper/mysql");
    const { AwsPoolConfig } = await import("aws-advanced-nodejs-wrapper");
    const { host, port, database } = await readSecret();
    const secret = { secretId: SECRET_ID, secretRegion: AWS_REGION, secretEndpoint: AWS_ENDPOINT_URL_SECRETS_MANAGER };
    const config = { host, port, database, ssl, plugins: "secretsManager", ...secret };
    return new AwsMySQLPoolClient(
      config,
      new AwsPoolConfig({ maxConnections: LIMIT, maxIdleConnections: 2, idleTimeoutMillis: 100 }),
    );
  },
  once: async () => createPool({ ...(await readSecret()), ssl, ...SIZE }),
  // Before each query a new connection might be needed: the secret is read, and the pool's options are changed.
  async everyConnection() {
    const pool = createPool({ ...(await readSecret()), ssl, ...SIZE });
    const getConnection = pool.pool.getConnection.bind(pool.pool);
    pool.pool.getConnection = (callback) => {
      readSecret().then((secret) => {
        Object.assign(pool.pool.config.connectionConfig, secret);
        getConnection(callback);
      }, callback);
    };
    return pool;
  },
  // mysql2's `authPlugins` may be functions, and give the password late. The user's name has been sent by then.
  async authPlugins() {
    const late = (standard) => (options) => {
      let plugin;
      return async (data) => {
        if (plugin === undefined) {
          options.connection.config.password = (await readSecret()).password;
          plugin = standard()(options);
        }
        return plugin(data);
      };
    };
    const { caching_sha2_password, mysql_native_password } = mysql.authPlugins;
    const authPlugins = {
      caching_sha2_password: late(caching_sha2_password),
      mysql_native_password: late(mysql_native_password),
    };
    return createPool({ ...(await readSecret()), password: "", ssl, authPlugins, ...SIZE });
  },
};

let logins = 0;
let refused = 0;
dc.tracingChannel("mysql2:connect").subscribe({
  asyncEnd: () => {
    logins += 1;
  },
  error: ({ error }) => {
    if (error.errno === 1045) refused += 1;
  },
});

const pool = await KINDS[KIND]();
const latencies = [];
const failures = {};
let isOver = false;
const work = async () => {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * Number(PAUSE_MS)));
  while (!isOver) {
    const startedAt = performance.now();
    try {
      await pool.query("SELECT 1");
      latencies.push(performance.now() - startedAt);
    } catch (error) {
      const name = error.code ?? error.message.slice(0, 60);
      failures[name] = (failures[name] ?? 0) + 1;
    }
    await new Promise((resolve) => setTimeout(resolve, Number(PAUSE_MS) * (0.5 + Math.random())));
  }
};
const working = Promise.all(Array.from({ length: LIMIT }, work));
console.log(JSON.stringify({ ready: true }));
for await (const _ of createInterface({ input: process.stdin }));
isOver = true;
await working;
latencies.sort((one, other) => one - other);
const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? null;
const failed = Object.values(failures).reduce((sum, one) => sum + one, 0);
const rssMb = process.memoryUsage().rss / 2 ** 20;
console.log(
  JSON.stringify({
    queries: latencies.length + failed,
    failed,
    failures,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    logins,
    refused,
    rssMb,
  }),
);
process.exit(0);
