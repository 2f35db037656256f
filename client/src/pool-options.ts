import type { PoolOptions } from "mysql2/promise";
import { badOption, type RotatingCredentialOptions, requireRange } from "./options";
import type { TlsOptions } from "./rds-tls";
import type { RotatingCredential } from "./rotating-credential";

/** mysql2's options that this package sets itself. */
type TakenOptions =
  | "uri"
  | "user"
  | "password"
  | "password1"
  | "passwordSha1"
  | "host"
  | "port"
  | "socketPath"
  | "localAddress"
  | "stream"
  | "ssl"
  | "insecureAuth"
  | "authSwitchHandler"
  | "gracefulEnd"
  | "pool";

/** Where the credential comes from: options for one of the pool's own, which `end()` closes, or one that is shared and stays open. */
export type CredentialSource = RotatingCredentialOptions | { readonly credential: RotatingCredential };

/** What {@link createRotatingPool} takes beside the credential: mysql2's pool options, and these. */
export interface RotatingPoolSettings extends Omit<PoolOptions, TakenOptions> {
  /** Another host than the secret's: a reader, a proxy. The certificate has to be for this name. */
  readonly host?: string;
  /** Another port than the secret's. */
  readonly port?: number;
  /** Another database than the secret's. */
  readonly database?: string;
  /** Connects here, and still verifies the certificate by the name of the host: for a tunnel through a bastion. */
  readonly tunnel?: { readonly host: string; readonly port: number };
  /** Further TLS options. That certificate and name are verified cannot be changed. Default: the authorities of RDS. */
  readonly ssl?: TlsOptions;
  /** The age at which a connection is replaced, in milliseconds, give or take 10 %. Default 1,800,000 (30 minutes). 0: never. */
  readonly maxConnectionAgeMs?: number;
  /**
   * The time over which connections of the version before are replaced after a rotation, in milliseconds. Default 60,000. Connections of
   * older versions are replaced at once. A connection that is in use is replaced when it is released.
   */
  readonly drainMs?: number;
}

/** What {@link createRotatingPool} takes: settings of the pool, and where its credential comes from. */
export type RotatingPoolOptions = RotatingPoolSettings & CredentialSource;

export interface DrainSettings {
  readonly maxConnectionAgeMs: number;
  readonly drainMs: number;
}

export interface AddressSettings {
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: string | undefined;
  readonly tunnel: { readonly host: string; readonly port: number } | undefined;
}

/** The options, each where it belongs. Throws `bad_option`. */
export interface SeparatedOptions {
  readonly address: AddressSettings;
  readonly drain: DrainSettings;
  readonly ssl: TlsOptions;
  /** What mysql2 is given as it is. */
  readonly rest: PoolOptions;
}

const OWN = new Set([
  "secretId",
  "client",
  "maxAgeMs",
  "maxStaleMs",
  "readTimeoutMs",
  "tryOtherLabels",
  "credential",
  "host",
  "port",
  "database",
  "tunnel",
  "ssl",
  "maxConnectionAgeMs",
  "drainMs",
]);

const TAKEN: Readonly<Record<TakenOptions, string>> = {
  uri: "host, port and database",
  user: "the secret",
  password: "the secret",
  password1: "the secret",
  passwordSha1: "the secret",
  host: "",
  port: "",
  socketPath: "tunnel",
  localAddress: "nothing: connections choose it themselves",
  stream: "tunnel",
  ssl: "",
  insecureAuth: "nothing: TLS is always on",
  authSwitchHandler: "authPlugins",
  gracefulEnd: "nothing: connections always end gracefully",
  pool: "nothing",
};

export function separateOptions(options: RotatingPoolOptions): SeparatedOptions {
  const { host, port, database, tunnel, ssl = {}, maxConnectionAgeMs = 1_800_000, drainMs = 60_000 } = options;
  for (const [name, instead] of Object.entries(TAKEN)) {
    if (instead !== "" && name in options) throw badOption(name, "a value", `no value; use ${instead} instead`);
  }
  if (typeof ssl !== "object")
    throw badOption("ssl", typeof ssl, "an object with ca, cert, key: TLS cannot be switched off");
  for (const name of ["rejectUnauthorized", "verifyIdentity"]) {
    if (name in ssl) throw badOption(`ssl.${name}`, "a value", "no value: certificate and name are always verified");
  }
  requireRange("maxConnectionAgeMs", maxConnectionAgeMs, 0, Number.MAX_SAFE_INTEGER);
  requireRange("drainMs", drainMs, 0, Number.MAX_SAFE_INTEGER);
  if (port !== undefined) requireRange("port", port, 1, 65_535);
  const rest = Object.fromEntries(Object.entries(options).filter(([name]) => !OWN.has(name)));
  return { address: { host, port, database, tunnel }, drain: { maxConnectionAgeMs, drainMs }, ssl, rest };
}
