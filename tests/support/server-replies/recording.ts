import { type AddressInfo, connect, createServer } from "node:net";
import { PacketReader, type WirePacket } from "./packets";

/** What a server said to one client: its greeting, its packets after each packet of the login, and those after each statement. */
export interface Recording {
  readonly greeting: readonly WirePacket[];
  readonly login: readonly (readonly WirePacket[])[];
  /** By the command and its text, as hexadecimal. */
  readonly statements: ReadonlyMap<string, readonly WirePacket[]>;
}

/** The first byte of a packet after the login: COM_QUERY. */
export const QUERY = 0x03;

/** A proxy on loopback that writes down one session in the clear. `talk` is given its port. */
export async function recordSession(upstreamPort: number, talk: (port: number) => Promise<void>): Promise<Recording> {
  const greeting: WirePacket[] = [];
  const login: WirePacket[][] = [];
  const statements = new Map<string, WirePacket[]>();
  let answer = greeting;
  const server = createServer((client) => {
    const upstream = connect(upstreamPort, "127.0.0.1");
    const [fromClient, fromServer] = [new PacketReader(), new PacketReader()];
    client.on("data", (data: Buffer) => {
      for (const { sequence, payload } of fromClient.take(data)) {
        answer = [];
        // A command begins a sequence; the packets of a login continue the greeting's.
        if (sequence > 0) login.push(answer);
        else if (payload[0] === QUERY) statements.set(payload.toString("hex"), answer);
      }
      upstream.write(data);
    });
    upstream.on("data", (data: Buffer) => {
      for (const { sequence, payload } of fromServer.take(data))
        answer.push({ sequence, payload: Buffer.from(payload) });
      client.write(data);
    });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      socket.on("error", () => undefined).on("close", () => other.destroy());
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
