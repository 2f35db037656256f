import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { connect as connectTls, createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import { createCertificateAuthority, issueServerCertificate } from "../../local/mysql/certificates";

/**
 * What becomes of a statement: it goes on, as it is or as another one; or it is never answered, and the connection stays, whatever
 * the client does to end it; or the connection ends.
 */
export type Verdict = { readonly sql: string } | "hold" | "drop";

/** Between the function and MySQL, with TLS on both sides: it reads and changes what is said. */
export interface MysqlRelay {
  readonly port: number;
  /** The authority of the relay's own certificate, for whoever is to be listened to. */
  readonly caPem: string;
  /** Every statement that came, since the last call. */
  statements(): string[];
  /** Every error that the server gave, its number and its text, since the last call. */
  errors(): string[];
  /** How clients began, since the last call: with TLS, or with a login in the clear. */
  beginnings(): ("tls" | "plaintext")[];
  /** How many of them resumed an earlier TLS session instead of asking for the certificate, since the last call. */
  resumptions(): number;
  /** How many connections clients made, since the last call. */
  connections(): number;
  /** The connections that clients hold open now. */
  open(): number;
  close(): Promise<void>;
}

const COM_QUERY = 0x03;
/** Two counters may stand between the command and its text: of query attributes, and of their sets. */
const SQL_AFTER_ATTRIBUTES = 7;
const ERROR_MARK = 0xff;
/** A request for TLS is a login packet that ends before the user's name. */
const SSL_REQUEST_BYTES = 32;

export async function startMysqlRelay(upstreamPort: number, options: RelayOptions = {}): Promise<MysqlRelay> {
  const { onStatement = (sql) => ({ sql }), hosts = ["localhost"], validDays = 1, deniesTls = false } = options;
  const authority = createCertificateAuthority("Relay authority", 1);
  const { certificatePem, privateKeyPem } = issueServerCertificate(authority, {
    commonName: "relay",
    hosts,
    validDays,
  });
  const identity = options.identity ?? (() => createSecureContext({ cert: certificatePem, key: privateKeyPem }));
  let statements: string[] = [];
  let errors: string[] = [];
  let beginnings: ("tls" | "plaintext")[] = [];
  let resumptions = 0;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => other.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const clients = new Set<Socket>();
  const made: number[] = [];

  const talk = (client: Socket, upstream: Socket, ended: () => void): void => {
    let isHeld = false;
    client.on("end", () => {
      ended();
      if (!isHeld) client.destroy();
    });
    let said: Promise<void> = Promise.resolve();
    const answer = async (packet: Buffer): Promise<void> => {
      if (packet[3] !== 0 || packet[4] !== COM_QUERY) return void upstream.write(packet);
      const start = packet[5] === 0 ? SQL_AFTER_ATTRIBUTES : 5;
      const sql = packet.subarray(start).toString("utf8");
      statements.push(sql);
      const verdict = await onStatement(sql);
      if (verdict === "hold") {
        isHeld = true;
        return;
      }
      if (verdict === "drop") return void client.destroy();
      upstream.write(verdict.sql === sql ? packet : withSql(packet.subarray(4, start), verdict.sql));
    };
    eachPacket(client, (packet) => {
      said = said.then(() => answer(packet));
    });
    eachPacket(upstream, (packet) => {
      if (packet[4] === ERROR_MARK) errors.push(`${packet.readUInt16LE(5)} ${packet.subarray(13).toString("utf8")}`);
      client.write(packet);
    });
  };

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect(upstreamPort, "127.0.0.1");
    keep(client, upstream);
    keep(upstream, client);
    clients.add(client);
    made.push(Date.now());
    const ended = () => void clients.delete(client);
    client.on("close", ended);
    upstream.once("data", (greeting) => {
      client.write(deniesTls ? withoutTls(greeting) : greeting);
      upstream.pause();
      client.once("data", (first) => {
        client.pause();
        const asksForTls = first.readUIntLE(0, 3) === SSL_REQUEST_BYTES;
        beginnings.push(asksForTls ? "tls" : "plaintext");
        if (!asksForTls) {
          client.unshift(first);
          talk(client, upstream, ended);
          client.resume();
          upstream.resume();
          return;
        }
        const request = first.subarray(0, 4 + SSL_REQUEST_BYTES);
        if (first.length > request.length) client.unshift(first.subarray(request.length));
        upstream.write(request);
        const clientTls = new TLSSocket(client, { isServer: true, secureContext: identity() });
        clientTls.on("secure", () => (resumptions += clientTls.isSessionReused() ? 1 : 0));
        // What the relay trusts does not matter here: the server is ours, and on loopback.
        const upstreamTls = connectTls({ socket: upstream, rejectUnauthorized: false });
        for (const [socket, other] of [
          [clientTls, upstreamTls],
          [upstreamTls, clientTls],
        ] as const) {
          socket.on("error", () => other.destroy());
          socket.on("close", () => other.destroy());
        }
        talk(clientTls, upstreamTls, ended);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const taken = <T>(list: readonly T[], forget: () => void): T[] => {
    forget();
    return [...list];
  };
  return {
    port: (server.address() as AddressInfo).port,
    caPem: authority.certificatePem,
    statements: () => taken(statements, () => (statements = [])),
    errors: () => taken(errors, () => (errors = [])),
    beginnings: () => taken(beginnings, () => (beginnings = [])),
    resumptions() {
      const counted = resumptions;
      resumptions = 0;
      return counted;
    },
    connections: () => made.splice(0).length,
    open: () => clients.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface RelayOptions {
  readonly onStatement?: (sql: string) => Verdict | Promise<Verdict>;
  /** The names in the relay's certificate, and how long it is valid from now on. */
  readonly hosts?: readonly string[];
  readonly validDays?: number;
  /**
   * What the relay shows to the next client instead of a certificate of its own. Without it nobody can resume a session, since each
   * connection has keys of its own.
   */
  readonly identity?: () => SecureContext;
  /** Says to clients that the server has no TLS, as somebody would who wants to read along. */
  readonly deniesTls?: boolean;
}

/** Hands over whole packets: three bytes of length, one of sequence, and the payload. */
function eachPacket(socket: Socket, take: (packet: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on("data", (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readUIntLE(0, 3)) {
      const end = 4 + rest.readUIntLE(0, 3);
      take(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
}

function withSql(beginning: Buffer, sql: string): Buffer {
  const payload = Buffer.concat([beginning, Buffer.from(sql, "utf8")]);
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  return Buffer.concat([header, payload]);
}

/** The server's greeting without its flag for TLS (Protocol::HandshakeV10: behind version, thread id, eight bytes and a filler). */
function withoutTls(greeting: Buffer): Buffer {
  const changed = Buffer.from(greeting);
  const flags = greeting.indexOf(0, 5) + 1 + 4 + 8 + 1;
  const CLIENT_SSL = 0x0800;
  changed.writeUInt16LE(greeting.readUInt16LE(flags) & ~CLIENT_SSL, flags);
  return changed;
}
