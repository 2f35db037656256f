import { SENTINELS } from "../bad-input/sentinels";
import { packetBytes, type WirePacket } from "./packets";

/** What a server sends in place of an answer; `end`: after them it closes the connection, `reset`: abruptly, `stay`: it says no more. */
export interface WrongReply {
  readonly bytes: Buffer;
  readonly after: "continue" | "end" | "reset" | "stay";
}

/** Numbers from 0 to below `below`, the same ones for the same seed. */
export type Random = (below: number) => number;

/** Mulberry32: small, and good enough to spread inputs. https://github.com/bryc/code/blob/master/jshash/PRNGs.md */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const pick = <Item>(random: Random, items: readonly [Item, ...Item[]]): Item => items[random(items.length)] ?? items[0];
const noise = (random: Random, bytes: number): Buffer => Buffer.from(Array.from({ length: bytes }, () => random(256)));

/** Numbers that the server knows, and numbers that it does not. */
const ERROR_NUMBERS = [0, 1, 1040, 1045, 1064, 1133, 1205, 1396, 1819, 2013, 3118, 4_031, 65_535] as const;

/** An ERR packet whose text quotes a password, as a careless server's would. */
function errorPacket(random: Random, sequence: number): WirePacket {
  const password = pick(random, SENTINELS);
  const text = pick(random, [
    `near '${password}' at line 1`,
    `Access denied (${password})\r\n{"level":"info"}\u2028`,
    `${"x".repeat(random(3_000))}${password}`,
    "",
  ]);
  const head = Buffer.from([0xff, 0, 0]);
  head.writeUInt16LE(pick(random, ERROR_NUMBERS), 1);
  return {
    sequence,
    payload: Buffer.concat([head, Buffer.from(`#${random(100_000)}`.padEnd(6, "0").slice(0, 6)), Buffer.from(text)]),
  };
}

type Change = (packets: readonly WirePacket[], random: Random) => Buffer | WrongReply;

const all = (packets: readonly WirePacket[]): Buffer => Buffer.concat(packets.map((packet) => packetBytes(packet)));
const next = (packets: readonly WirePacket[]): number => packets[0]?.sequence ?? 1;

/** The packets with one of them changed. */
function withOne(packets: readonly WirePacket[], random: Random, change: (packet: WirePacket) => Buffer): Buffer {
  const at = random(packets.length);
  return Buffer.concat(packets.map((packet, index) => (index === at ? change(packet) : packetBytes(packet))));
}

const CHANGES: readonly [Change, ...Change[]] = [
  // bytes of a payload
  (packets, random) =>
    withOne(packets, random, ({ sequence, payload }) => {
      const changed = Buffer.from(payload);
      for (let times = 1 + random(6); times > 0 && changed.length > 0; times--)
        changed[random(changed.length)] = random(256);
      return packetBytes({ sequence, payload: changed });
    }),
  // a payload cut, and one that goes on
  (packets, random) =>
    withOne(packets, random, ({ sequence, payload }) =>
      packetBytes({ sequence, payload: payload.subarray(0, random(payload.length + 1)) }),
    ),
  (packets, random) =>
    withOne(packets, random, ({ sequence, payload }) =>
      packetBytes({ sequence, payload: Buffer.concat([payload, noise(random, random(400))]) }),
    ),
  // a length that is not the payload's, and a sequence that is not its turn
  (packets, random) =>
    withOne(packets, random, (packet) => packetBytes(packet, pick(random, [0, 1, 250, 65_536, 2 ** 24 - 1]))),
  (packets, random) => withOne(packets, random, ({ payload }) => packetBytes({ sequence: random(256), payload })),
  // numbers of columns, rows and bytes that cannot be
  (packets, random) =>
    withOne(packets, random, ({ sequence, payload }) => {
      const prefix = pick(random, ["fa", "fb", "fcffff", "fdffffff", "feffffffffffffffff", "ff"]);
      return packetBytes({ sequence, payload: Buffer.concat([Buffer.from(prefix, "hex"), payload.subarray(1)]) });
    }),
  // an error, an OK, an end of rows, a request for a file, a change of the authentication, noise
  (packets, random) => packetBytes(errorPacket(random, next(packets))),
  (packets, random) => {
    const hex = pick(random, [
      "00000002000000",
      "fe00000200",
      "fb2f6574632f706173737764",
      "feffff",
      "fe6d7973716c5f636c6561725f70617373776f726400",
      "01",
      "03",
      "",
    ]);
    return packetBytes({ sequence: next(packets), payload: Buffer.from(hex, "hex") });
  },
  (packets, random) => packetBytes({ sequence: next(packets), payload: noise(random, random(300)) }),
  (_, random) => noise(random, random(200)),
  () => Buffer.from("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"),
  // packets in another number or order
  (packets, random) => all(packets.filter((_, index) => index !== random(packets.length))),
  (packets) => all([...packets, ...packets]),
  (packets) => all([...packets].reverse()),
  // the connection
  (packets, random) => ({
    bytes: all(packets).subarray(0, random(all(packets).length)),
    after: pick(random, ["end", "reset"]),
  }),
  (packets, random) => ({ bytes: all(packets).subarray(0, random(all(packets).length)), after: "stay" }),
];

/** One wrong answer in place of these packets. */
export function wrongReply(packets: readonly WirePacket[], random: Random): WrongReply {
  const made = pick(random, CHANGES)(packets, random);
  return Buffer.isBuffer(made) ? { bytes: made, after: "continue" } : made;
}
