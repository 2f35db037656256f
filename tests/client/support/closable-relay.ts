import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A port that leads to another one, and that can be closed and opened again. */
export interface ClosableRelay {
  readonly port: number;
  /** Connections so far. */
  connections(): number;
  /** Refuses connections, and ends those that there are. */
  close(): Promise<void>;
  open(): Promise<void>;
  /** Leads new connections to another port; those that there are stay. */
  leadTo(port: number): void;
}

/** Where a relay listens; without it any free port of 127.0.0.1. */
export interface RelayAddress {
  readonly address: string;
  readonly port: number;
}

export async function closableRelay(
  firstTarget: number,
  at: RelayAddress = { address: "127.0.0.1", port: 0 },
): Promise<ClosableRelay> {
  let target = firstTarget;
  let server: Server | undefined;
  let { port } = at;
  let connections = 0;
  const sockets = new Set<Socket>();
  const keep = (one: Socket, other: Socket): void => {
    sockets.add(one);
    one.on("error", () => other.destroy());
    one.on("close", () => {
      sockets.delete(one);
      other.destroy();
    });
    one.pipe(other);
  };
  const relay = {
    connections: () => connections,
    async open() {
      server = createServer((client) => {
        connections += 1;
        const upstream = connect(target, "127.0.0.1");
        keep(client, upstream);
        keep(upstream, client);
      });
      await new Promise<void>((resolve) => server?.listen(port, at.address, resolve));
      port = (server.address() as AddressInfo).port;
    },
    async close() {
      const closing = new Promise<unknown>((resolve) => server?.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closing;
    },
    leadTo(other: number) {
      target = other;
    },
  };
  await relay.open();
  return { port, ...relay };
}
