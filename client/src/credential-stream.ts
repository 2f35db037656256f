import { isIP, Socket } from "node:net";
import type { DatabaseCredential } from "./database-credential";
import { CredentialError } from "./errors";
import type { AddressSettings } from "./pool-options";

/**
 * The options of one connection, as mysql2 hands them to `stream`: a copy that belongs to the connection, since mysql2 3.24. The driver reads
 * `user` and `password` only when the server's greeting has arrived, so they can be set while the socket is not connected yet.
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
  /** Is told which one it was. */
  readonly onCredential: (credential: DatabaseCredential) => void;
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
      apply(config, credential, { host, port, database: address.database ?? credential.database });
      opening.onCredential(credential);
      // Node verifies the certificate by this name. mysql2 gives it none for an IP address, and Node would take "localhost".
      if (isIP(host)) Object.assign(socket, { _host: host });
      socket.setNoDelay(true);
      if (config.enableKeepAlive) socket.setKeepAlive(true, config.keepAliveInitialDelay);
      socket.connect(address.tunnel ?? { host, port });
    })
    .catch((error: Error) => socket.destroy(error));
  return socket;
}

function apply(
  config: ConnectionConfig,
  credential: DatabaseCredential,
  { host, port, database }: { readonly host: string; readonly port: number; readonly database: string | undefined },
): void {
  config.host = host;
  config.port = port;
  config.user = credential.username;
  if (database !== undefined) config.database = database;
  // Not enumerable, so that neither util.inspect nor JSON of a connection or an error shows it.
  Object.defineProperty(config, "password", {
    value: credential.password,
    enumerable: false,
    writable: true,
    configurable: true,
  });
}

function withoutHost(secretId: string): CredentialError {
  return new CredentialError("not_a_database_secret", {
    failed: `the pool cannot tell where to connect with secret ${secretId}`,
    found: 'no "host" in the secret and none in the options',
    remedy: "give the pool the option host: a secret that RDS manages holds only username and password",
  });
}
