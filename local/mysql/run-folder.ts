import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CertificateAuthority, createCertificateAuthority, issueServerCertificate } from "./certificates";
import type { ServerFolders } from "./server-options";

/** A socket's path may be 104 bytes long on macOS and 108 on Linux, the end included. */
const MAX_SOCKET_PATH_BYTES = 103;
const VALID_DAYS = 30;

export interface RunFolder extends ServerFolders {
  readonly folder: string;
  readonly logFile: string;
  readonly caPem: string;
}

/** A new authority for our own servers; one may sign for several of them. */
export const createLocalAuthority = (): CertificateAuthority =>
  createCertificateAuthority("Local MySQL authority", VALID_DAYS);

/**
 * A new folder, readable by this user only, with everything that one run of mysqld needs: certificates for `localhost`
 * and 127.0.0.1, the statements to begin with, and room for data (unless it is kept elsewhere), log and socket.
 */
export function createRunFolder(
  statements: readonly string[],
  dataDir: string | undefined,
  authority: CertificateAuthority = createLocalAuthority(),
): RunFolder {
  const folder = mkdtempSync(join(folderForSockets(), "mysql-"));
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const server = issueServerCertificate(authority, {
    commonName: "localhost",
    hosts: ["localhost", "127.0.0.1"],
    validDays: VALID_DAYS,
  });
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  return {
    folder,
    temporaryFolder: folder,
    dataDir: dataDir === undefined ? join(folder, "data") : join(dataDir, "mysql"),
    caPem: authority.certificatePem,
    caFile: file("ca.pem", authority.certificatePem),
    certificateFile: file("server.pem", server.certificatePem),
    privateKeyFile: file("server-key.pem", server.privateKeyPem),
    initFile: file("init.sql", statements.map((statement) => `${statement};\n`).join("")),
    logFile: join(folder, "mysqld.log"),
    socketFile: join(folder, "s"),
    pidFile: join(folder, "pid"),
  };
}

/** The temporary folder, or /tmp where its name leaves no room for a socket's. */
function folderForSockets(): string {
  const socket = join(tmpdir(), "mysql-XXXXXX", "s");
  return Buffer.byteLength(socket) <= MAX_SOCKET_PATH_BYTES ? tmpdir() : "/tmp";
}
