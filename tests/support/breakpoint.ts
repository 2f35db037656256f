import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

/** Counts moments, and does something at one of them. */
export interface Breakpoint {
  /** Arms the wire: at the n-th moment from now (1 is the next), or at the first of a name, `effect` is called, once. 0 only counts. */
  arm(moment: number | string, effect: () => void): void;
  /** Another moment has come. True when it was the one. */
  pass(what: string): boolean;
  /** The names of the moments since the wire was armed. */
  moments(): readonly string[];
  /** What the moment was at which the effect happened. */
  tripped(): string | undefined;
}

export function breakpoint(): Breakpoint {
  let moments: string[] = [];
  let target: number | string = 0;
  let effect = (): void => undefined;
  let tripped: string | undefined;
  return {
    arm(moment, then) {
      moments = [];
      target = moment;
      effect = then;
      tripped = undefined;
    },
    pass(what) {
      moments.push(what);
      const count = moments.length;
      if (tripped !== undefined || (count !== target && what !== target)) return false;
      tripped = `${count}: ${what}`;
      effect();
      return true;
    },
    moments: () => moments,
    tripped: () => tripped,
  };
}

/** A TCP relay on loopback in front of a server; each piece of data that comes through, either way, is a moment. */
export async function relayWithBreakpoint(
  port: number,
  wire: Pick<Breakpoint, "pass">,
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const forward = (from: Socket, to: Socket, direction: string): void => {
    from.on("data", (data) => {
      // At the moment itself the piece is lost: the other side never gets it.
      if (wire.pass(direction)) from.destroy();
      else to.write(data);
    });
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroy());
  };
  const server: Server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("close", () => sockets.delete(socket));
    }
    forward(client, upstream, "data to MySQL");
    forward(upstream, client, "data from MySQL");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
