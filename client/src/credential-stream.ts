import { isIP, Socket } from "node:net";
import type { DatabaseCredential } from "./database-credential";
import { CredentialError } from "./errors";
import type { AddressSettings } from "./pool-options";

/**
 * The options of one connection, as mysql2 hands them to `stream`: a copy that belongs to the connection, since mysql2 3.24. The driver reads
 * `user` and `password` only when TLS is established, `user` first.
 */
export interface ConnectionConfig {
  user?: string;
  password?: string;
  database?: string;
  host: string;
  port: number;
  enableKeepAlive?: boolean;
  keepAliveInitialDelay?: number;
}

/** What one connection is opened with. */
export interface Opening {
  /** Gives the credential, or rejects. */
  readonly credential: () => Promise<DatabaseCredential>;
  /** The one to send when TLS is established: on a busy machine that takes seconds, in which the secret can rotate. */
  readonly latest: (credential: DatabaseCredential) => DatabaseCredential;
  /** Is told which one was sent. */
  readonly onSend: (credential: DatabaseCredential) => void;
}

/** Makes the socket of a new connection, and connects it when the credential is known. An error of the credential is the socket's error. */
export function credentialStream(
  config: ConnectionConfig,
  address: AddressSettings,
  secretId: string,
  opening: Opening,
): Socket {
  const socket = new Socket();
  opening
    .credential()
    .then((credential) => {
      if (socket.destroyed) return;
      const host = address.host ?? credential.host;
      if (host === undefined) throw withoutHost(secretId);
      const port = address.port ?? credential.port;
      const database = address.database ?? credential.database;
      Object.assign(config, { host, port }, database === undefined ? {} : { database });
      sendLatest(config, credential, opening);
      // Node verifies the certificate by this name. mysql2 gives it none for an IP address, and Node would take "localhost".
      if (isIP(host)) Object.assign(socket, { _host: host });
      socket.setNoDelay(true);
      if (config.enableKeepAlive) socket.setKeepAlive(true, config.keepAliveInitialDelay);
      socket.connect(address.tunnel ?? { host, port });
    })
    .catch((error: Error) => socket.destroy(error));
  return socket;
}

/** Sets user and password when the driver reads the user: then both are of one version, whatever the secret does in between. */
function sendLatest(config: ConnectionConfig, credential: DatabaseCredential, { latest, onSend }: Opening): void {
  const send = (): string => {
    const newest = latest(credential);
    const sent = leadsToSamePlace(newest, credential) ? newest : credential;
    Object.defineProperty(config, "user", { ...OWN, value: sent.username, enumerable: true });
    Object.defineProperty(config, "password", { ...OWN, value: sent.password });
    onSend(sent);
    return sent.username;
  };
  Object.defineProperty(config, "user", { get: send, enumerable: true, configurable: true });
}

/** Not enumerable, so that neither util.inspect nor JSON of a connection or an error shows a password. */
const OWN = { enumerable: false, writable: true, configurable: true } as const;

function leadsToSamePlace(one: DatabaseCredential, other: DatabaseCredential): boolean {
  return one.host === other.host && one.port === other.port && one.database === other.database;
}

function withoutHost(secretId: string): CredentialError {
  return new CredentialError("not_a_database_secret", {
    failed: `the pool cannot tell where to connect with secret ${secretId}`,
    found: 'no "host" in the secret and none in the options',
    remedy: "give the pool the option host: a secret that RDS manages holds only username and password",
  });
}
