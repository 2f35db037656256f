import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { PacketReader, packetBytes, type WirePacket } from "./packets";

/** What a server said to one client: its greeting, its packets after each packet of the login, and those after each statement. */
export interface Recording {
  readonly greeting: readonly WirePacket[];
  readonly login: readonly (readonly WirePacket[])[];
  /** By the command and its text, as hexadecimal. */
  readonly statements: ReadonlyMap<string, readonly WirePacket[]>;
}

/** The first byte of a packet after the login: COM_QUERY. */
export const QUERY = 0x03;

const CLIENT_SSL = 0x0800;
/** The beginning of a login packet, which alone is a request for TLS: flags, size of packets, character set, a filler. */
const SSL_REQUEST_BYTES = 32;

/**
 * A proxy on loopback that writes down one session: in the clear towards the client, so that it can be repeated, and with TLS towards the
 * server. `talk` is given its port. The server must have the user's password cached, because without TLS the client would ask for a key.
 */
export async function recordSession(upstreamPort: number, talk: (port: number) => Promise<void>): Promise<Recording> {
  const greeting: WirePacket[] = [];
  const login: WirePacket[][] = [];
  const statements = new Map<string, WirePacket[]>();
  const server = createServer((client) => {
    const upstream = connect(upstreamPort, "127.0.0.1");
    const [fromClient, fromServer] = [new PacketReader(), new PacketReader()];
    let answer = greeting;
    /** The login has one packet more towards the server: the request for TLS. */
    let further = 0;
    let toServer: Socket = upstream;
    const pass = ({ sequence, payload }: WirePacket): void => {
      const packet = { sequence: sequence - further, payload: Buffer.from(payload) };
      answer.push(packet);
      client.write(packetBytes(packet));
    };
    upstream.once("data", (data: Buffer) => {
      for (const packet of fromServer.take(data)) pass(packet);
    });
    client.on("data", (data: Buffer) => {
      for (const { sequence, payload } of fromClient.take(data)) {
        answer = [];
        if (sequence === 0) {
          further = 0;
          if (payload[0] === QUERY) statements.set(payload.toString("hex"), answer);
          toServer.write(packetBytes({ sequence, payload }));
          continue;
        }
        login.push(answer);
        if (further === 0) {
          further = 1;
          payload.writeUInt32LE(payload.readUInt32LE(0) | CLIENT_SSL, 0);
          upstream.write(packetBytes({ sequence, payload: payload.subarray(0, SSL_REQUEST_BYTES) }));
          // The server is ours, and on loopback.
          toServer = connectTls({ socket: upstream, rejectUnauthorized: false });
          toServer.on("error", () => client.destroy()).on("close", () => client.destroy());
          toServer.on("data", (part: Buffer) => {
            for (const packet of fromServer.take(part)) pass(packet);
          });
        }
        toServer.write(packetBytes({ sequence: sequence + further, payload }));
      }
    });
    upstream.on("error", () => client.destroy());
    client.on("error", () => upstream.destroy()).on("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await talk((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
  return { greeting, login, statements };
}

/** For a file between two processes. */
export function recordingText({ greeting, login, statements }: Recording): string {
  const plain = (packets: readonly WirePacket[]) =>
    packets.map(({ sequence, payload }) => [sequence, payload.toString("base64")]);
  return JSON.stringify({
    greeting: plain(greeting),
    login: login.map(plain),
    statements: [...statements].map(([statement, packets]) => [statement, plain(packets)]),
  });
}

export function recordingFrom(text: string): Recording {
  type Plain = readonly [number, string][];
  const read = (packets: Plain): WirePacket[] =>
    packets.map(([sequence, payload]) => ({ sequence, payload: Buffer.from(payload, "base64") }));
  const { greeting, login, statements } = JSON.parse(text) as {
    readonly greeting: Plain;
    readonly login: readonly Plain[];
    readonly statements: readonly (readonly [string, Plain])[];
  };
  return {
    greeting: read(greeting),
    login: login.map(read),
    statements: new Map(statements.map(([statement, packets]) => [statement, read(packets)])),
  };
}
