import { OpsError } from "../error";
import type { Route } from "../route/route";
import type { DatabaseLogin } from "./login";

export const SETTINGS_FOR = ["workbench", "dbeaver", "jdbc", "mysql2"] as const;
export type SettingsFor = (typeof SETTINGS_FOR)[number];

/** The program that a person names. Throws `bad_command`. */
export function settingsFor(name: string): SettingsFor {
  const found = SETTINGS_FOR.find((one) => one === name);
  if (found !== undefined) return found;
  throw new OpsError("bad_command", {
    problem: `no settings are known for ${JSON.stringify(name.slice(0, 60))}`,
    allowed: SETTINGS_FOR.join(", "),
    remedy: "name one of them",
  });
}

/** What a program is told, in its own words. */
export interface SettingsInput {
  readonly route: Pick<Route, "host" | "port" | "isTunnel">;
  readonly login: DatabaseLogin;
  readonly engine: "mysql" | "mariadb";
  /** The authorities of the server, as a PEM file. */
  readonly caFile: string;
  /** Shown as it is only where it was asked for. */
  readonly isPasswordShown: boolean;
}

/** Name and value of each setting, in the order of the program's form. */
export type Settings = Readonly<Record<string, string>>;

const HIDDEN = "not shown: add --show-password";

/** The settings of one program. Pure. */
export function clientSettings(program: SettingsFor, input: SettingsInput): Settings {
  const { route, login, engine, caFile, isPasswordShown } = input;
  const password = isPasswordShown ? login.password : HIDDEN;
  // A certificate never names the tunnel's own end.
  const verify = route.isTunnel ? "VERIFY_CA" : "VERIFY_IDENTITY";
  switch (program) {
    case "workbench":
      return {
        "Connection Method": "Standard (TCP/IP)",
        Hostname: route.host,
        Port: String(route.port),
        Username: login.username,
        Password: password,
        "Default Schema": login.dbname,
        // https://dev.mysql.com/doc/workbench/en/wb-mysql-connections-methods-standard.html
        "Use SSL": route.isTunnel ? "Require and Verify CA" : "Require and Verify Identity",
        "SSL CA File": caFile,
      };
    case "dbeaver":
      return {
        Driver: engine === "mysql" ? "MySQL" : "MariaDB",
        "Server Host": route.host,
        Port: String(route.port),
        Database: login.dbname,
        Username: login.username,
        Password: password,
        "SSL, Use SSL": "on",
        "SSL, CA Certificate": caFile,
        // Its driver then verifies the authority, and never the name.
        "SSL, Verify server certificate": "on",
      };
    case "jdbc":
      return { url: jdbcUrl(input, verify), user: login.username, password, "authority to import": caFile };
    case "mysql2":
      return mysql2Settings(input, password);
  }
}

/** https://dev.mysql.com/doc/connector-j/en/connector-j-connp-props-security.html and https://mariadb.com/kb/en/about-mariadb-connector-j/ */
function jdbcUrl({ route, login, engine }: SettingsInput, verify: string): string {
  const mode = engine === "mysql" ? verify : verify === "VERIFY_CA" ? "verify-ca" : "verify-full";
  return `jdbc:${engine}://${route.host}:${route.port}/${encodeURIComponent(login.dbname)}?sslMode=${mode}`;
}

/** `stream` goes through the tunnel, and `host` is what the certificate names: so that the driver verifies the name as well. */
function mysql2Settings({ route, login, caFile }: SettingsInput, password: string): Settings {
  return {
    host: login.host,
    port: String(login.port),
    user: login.username,
    password,
    database: login.dbname,
    ssl: `{ ca: readFileSync(${JSON.stringify(caFile)}), verifyIdentity: true }`,
    ...(route.isTunnel ? { stream: `() => net.connect(${route.port}, "${route.host}")` } : {}),
  };
}
