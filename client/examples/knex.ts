// Knex keeps its own pool. Its client for mysql2 opens each connection by `acquireRawConnection`: there the credential goes in.
import { createRequire } from "node:module";
import knex, { type Knex } from "knex";
import { createRotatingCredential, logIn, rdsTls } from "rotating-rds-mysql-client";
import { databaseTls } from "./tls.js";

const Mysql2Client = createRequire(import.meta.url)("knex/lib/dialects/mysql2/index.js") as typeof Knex.Client;
const credential = createRotatingCredential({ secretId: process.env.DB_SECRET_ID ?? "" });
const ssl = rdsTls(databaseTls());

class RotatingMysql2Client extends Mysql2Client {
  override acquireRawConnection(): Promise<unknown> {
    return logIn(credential, ({ host, port, username: user, password, database }) => {
      this.connectionSettings = { host, port, user, password, database, ssl };
      return super.acquireRawConnection();
    });
  }
}

const database = knex({ client: RotatingMysql2Client, connection: {}, pool: { min: 0, max: 5 } });

export async function work(): Promise<void> {
  await database("orders").insert({ item: "tea" });
  await database("orders").select("id", "item").orderBy("id", "desc").limit(1);
}

export async function close(): Promise<void> {
  await database.destroy();
  credential.close();
}
