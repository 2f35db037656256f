import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { LocalError, messageOf } from "../terminal/error";
import { adminStatements, dropAdminStatement, newPassword } from "./accounts";
import { connect, type Login, type MysqlAddress, queryText, runStatements, serverAnswer } from "./connection";
import { ENGINE_TITLES, type LocalEngine } from "./program";
import type { RunningMysql } from "./running-mysql";
import { isOfSeries, type MysqlSeries, otherSeries } from "./series";

const WANTED = { mysql: "MySQL 8.0.21", mariadb: "MariaDB 10.11" } as const;

/**
 * Uses the server that MYSQL_URL names. It must speak TLS with a certificate for its host name, signed by an authority
 * in `caFile` or, without one, by one that Node trusts. An admin with a name of its own is made on it and dropped by
 * `stop`; the server itself is never stopped and none of its settings are changed.
 */
export async function useGivenServer(
  url: string,
  caFile: string | undefined,
  engine: LocalEngine = "mysql",
  series?: MysqlSeries,
): Promise<RunningMysql> {
  const { host, port, root } = parseMysqlUrl(url);
  const address: MysqlAddress = { host, port, caPem: readAuthorities(caFile) };
  const admin = { username: `admin_${randomBytes(4).toString("hex")}`, password: newPassword() };
  const version = await asRoot(address, root, async (connection) => {
    const answer = await queryText(connection, "SELECT VERSION()");
    const found: LocalEngine = /mariadb/i.test(answer) ? "mariadb" : "mysql";
    if (found !== engine) {
      throw unusable(`${host}:${port} is ${ENGINE_TITLES[found]} (${answer})`, `name a ${WANTED[engine]} or later`);
    }
    if (series !== undefined && !isOfSeries(answer, series)) {
      throw unusable(
        `${host}:${port} ${otherSeries(answer, series)}`,
        "name a server of that series, or unset one of both",
      );
    }
    const partialRevokes = engine === "mysql" && (await queryText(connection, "SELECT @@partial_revokes")) === "1";
    await runStatements(connection, adminStatements(admin, { engine, partialRevokes, version: answer }));
    return answer;
  });
  const folder = mkdtempSync(join(tmpdir(), "mysql-ca-"));
  const ownCaFile = join(folder, "ca.pem");
  writeFileSync(ownCaFile, address.caPem, { mode: 0o600 });
  let isStopped = false;
  return {
    engine,
    host,
    port,
    version,
    source: `${engine === "mysql" ? "MYSQL_URL" : "MARIADB_URL"} (${host}:${port})`,
    caFile: ownCaFile,
    caPem: address.caPem,
    root,
    admin,
    stop: async () => {
      if (isStopped) return;
      isStopped = true;
      rmSync(folder, { recursive: true, force: true });
      await asRoot(address, root, (connection) => runStatements(connection, [dropAdminStatement(admin)]));
    },
  };
}

/** Reads `mysql://user:password@host:port`; the parts may be percent-encoded, the port defaults to 3306. */
export function parseMysqlUrl(url: string): { readonly host: string; readonly port: number; readonly root: Login } {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw unusable("MYSQL_URL is not a URL", EXAMPLE); // what was found may hold a password
  }
  if (parsed.protocol !== "mysql:") throw unusable(`MYSQL_URL begins with "${parsed.protocol}"`, EXAMPLE);
  if (parsed.hostname === "") throw unusable("MYSQL_URL names no host", EXAMPLE);
  if (parsed.username === "") throw unusable("MYSQL_URL names no user", EXAMPLE);
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ""),
    port: parsed.port === "" ? 3306 : Number(parsed.port),
    root: { username: decodePart(parsed.username), password: decodePart(parsed.password) },
  };
}

const EXAMPLE = "write it as mysql://root:password@host:port, special characters percent-encoded";

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unusable("MYSQL_URL has a % that begins no percent-encoding", EXAMPLE);
  }
}

function readAuthorities(caFile: string | undefined): string {
  if (!caFile) return rootCertificates.join("\n");
  try {
    return readFileSync(caFile, "utf8");
  } catch (error) {
    throw unusable(`MYSQL_CA_FILE cannot be read: ${messageOf(error)}`, "name a readable PEM file");
  }
}

type RootConnection = Awaited<ReturnType<typeof connect>>;

async function asRoot<T>(
  address: MysqlAddress,
  root: Login,
  work: (connection: RootConnection) => Promise<T>,
): Promise<T> {
  const connection = await connect(address, root).catch((error: unknown) => {
    throw unusable(
      `no login at ${address.host}:${address.port} as ${root.username}: ${serverAnswer(error)}`,
      "check that it runs, the name and the password, and that its certificate names this host and is signed by an " +
        "authority in MYSQL_CA_FILE; or unset MYSQL_URL to have one started",
    );
  });
  try {
    return await work(connection);
  } finally {
    connection.destroy();
  }
}

const unusable = (problem: string, remedy: string): LocalError =>
  new LocalError("mysql_url_unusable", `${problem}; what to do: ${remedy}`);
