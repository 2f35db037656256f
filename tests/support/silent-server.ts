import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface SilentServer {
  readonly port: number;
  /** The connections that clients hold open now. */
  open(): number;
  close(): Promise<void>;
}

/**
 * Takes connections and says nothing, or nothing more than the greeting of the server on the given port: as a process that
 * hangs, or a load balancer without a target.
 */
export async function silentServer(greetingOf?: number): Promise<SilentServer> {
  const clients = new Set<Socket>();
  const upstreams = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    client.on("close", () => clients.delete(client));
    client.on("error", () => client.destroy());
    client.resume();
    if (greetingOf === undefined) return;
    const upstream = connect(greetingOf, "127.0.0.1");
    upstreams.add(upstream);
    upstream.on("error", () => upstream.destroy());
    upstream.once("data", (greeting) => client.write(greeting));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    open: () => clients.size,
    async close() {
      for (const socket of [...clients, ...upstreams]) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const LISTENER = `
  const server = require("node:net").createServer();
  server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => console.log(server.address().port));
`;

/**
 * A port whose packets go nowhere, as behind a security group that does not let them through: a stopped process listens on it, and
 * its queue is full, so the system drops every further request for a connection.
 */
export async function blackHole(): Promise<SilentServer> {
  const child = spawn(process.execPath, ["-e", LISTENER], { stdio: ["ignore", "pipe", "inherit"] });
  const port = Number(String((await once(child.stdout, "data"))[0]));
  child.kill("SIGSTOP");
  const fillers: Socket[] = [];
  // One more than are let in: the first that is not proves that the queue is full.
  for (let isFull = false; !isFull; ) {
    const filler = connect(port, "127.0.0.1");
    filler.on("error", () => filler.destroy());
    fillers.push(filler);
    isFull = await Promise.race([
      once(filler, "connect").then(() => false),
      new Promise<boolean>((resolve) => setTimeout(resolve, 200, true)),
    ]);
  }
  return {
    port,
    open: () => 0,
    async close() {
      for (const filler of fillers) filler.destroy();
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
