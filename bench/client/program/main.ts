import { Socket } from "node:net";
import { createInterface } from "node:readline";
import { latency } from "./latency";
import { load } from "./load";
import { memoryPool } from "./memory";
import { CONNECTIONS, type Order } from "./order";
import { OPEN } from "./pools";

const order: Order = JSON.parse(process.env.BENCH_ORDER ?? "");
const lines = createInterface({ input: process.stdin });
const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

/** Counts the sockets to the database, whoever opens them. */
let logins = 0;
const connect = Socket.prototype.connect;
Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  const [first] = args.flat();
  if (Number((first as { port?: unknown } | undefined)?.port) === order.address.port) logins += 1;
  return Reflect.apply(connect, this, args);
} as typeof connect;

let isOver = false;

async function compare(): Promise<void> {
  const pools = new Map();
  for (const name of order.contestants) pools.set(name, await OPEN[name](order));
  const [first] = pools.values();
  // What is measured begins with a pool that is full. What fails here fails again when it counts.
  const all = await Promise.allSettled(Array.from({ length: CONNECTIONS }, () => first.getConnection()));
  for (const one of all) if (one.status === "fulfilled") await one.value.release();
  logins = 0;
  say("ready");
  lines.once("line", async () => {
    lines.once("line", () => {
      isOver = true;
    });
    say(
      order.task === "load"
        ? await load(
            first,
            () => isOver,
            () => logins,
          )
        : await latency(pools, () => isOver),
    );
    process.exit(); // a contestant may keep timers
  });
}

/** Each line is a rotation; "report" asks for the memory. */
async function rotateAlong(): Promise<void> {
  const pool = await memoryPool(order);
  say("ready");
  for await (const line of lines) {
    if (line === "report") say(await pool.report());
    else {
      await pool.rotated();
      say("done");
    }
  }
  await pool.end();
}

void (order.task === "memory" ? rotateAlong() : compare());
