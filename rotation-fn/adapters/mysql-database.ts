import { RotationError } from "../errors";
import type { Deadline } from "../ports/clock";
import type { Database, LoginAnswer } from "../ports/database";
import type { Usage } from "../ports/usage";
import { MysqlSession } from "./mysql";
import { DriverConnection } from "./mysql-driver";
import { translateDriverError } from "./mysql-errors";
import { timeLeft } from "./time-left";

const CONNECT_TIMEOUT_MS = 5_000;

/** The only place that speaks to MySQL. `trustedCertificates` are PEM texts; no other root is trusted. */
export function mysqlDatabase(trustedCertificates: readonly string[], usage: Usage, deadline: Deadline): Database {
  return {
    async login(request): Promise<LoginAnswer> {
      const secrets = [request.password];
      const { username, host, port, engine = "mysql", adminSecretId } = request;
      const endpoint = { username, host, port, ...(engine === "mysql" ? {} : { engine }) };
      const who = adminSecretId === undefined ? `'${username}'` : `the admin in the secret ${adminSecretId}`;
      const what = `the login of ${who} at ${host}:${port}`;
      let connection: DriverConnection | undefined;
      try {
        const timeoutMs = timeLeft(deadline, CONNECT_TIMEOUT_MS, what);
        usage.logins++;
        connection = await DriverConnection.open(request, trustedCertificates, timeoutMs);
        const session = new MysqlSession(connection, usage, deadline, secrets, endpoint);
        await session.open(what);
        return { kind: "accepted", session };
      } catch (thrown) {
        await connection?.close();
        usage.failedLogins++;
        if (thrown instanceof RotationError) {
          // MariaDB lets in whose password has expired, and says so of the first statement.
          return { kind: thrown.code === "password_expired" ? "rejected" : "unknown", error: thrown };
        }
        const { error, rejected } = translateDriverError(thrown, {
          what,
          // Until the admin's name has logged in, it may be a password: the two fields may have been swapped.
          ...(adminSecretId === undefined
            ? { endpoint, secrets }
            : { endpoint: { ...endpoint, username: "<admin>" }, secrets: [...secrets, username] }),
          during: "login",
          holdsPassword: false,
          canChange: false,
        });
        return { kind: rejected ? "rejected" : "unknown", error };
      }
    },
  };
}
