import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to the server on 127.0.0.1 that keeps its port, and on which the server's answers can be made late. */
export interface DelayingRelay {
  readonly port: number;
  /** Of everything that the server says from now on. */
  delayMs: number;
  close(): Promise<void>;
}

export async function startDelayingRelay(upstreamPort: number): Promise<DelayingRelay> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(upstreamPort, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
    }
    client.on("close", () => upstream.destroy());
    // The server's last words are on their way: without them a refused login looks like a lost connection.
    upstream.on("close", () => void setTimeout(() => client.destroySoon(), relay.delayMs));
    client.pipe(upstream);
    // Timers of one length run in the order in which they were set: the bytes keep theirs.
    upstream.on("data", (data) => void setTimeout(() => client.write(data), relay.delayMs));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const relay: DelayingRelay = {
    port: (server.address() as AddressInfo).port,
    delayMs: 0,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  return relay;
}
