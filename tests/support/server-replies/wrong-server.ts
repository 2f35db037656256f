import { type AddressInfo, createServer, type Socket } from "node:net";
import { PacketReader, packetBytes, type WirePacket } from "./packets";
import { QUERY, type Recording } from "./recording";
import { type Random, wrongReply } from "./wrong-replies";

export interface WrongServer {
  readonly port: number;
  /** The next connection gets one or more wrong answers, chosen by these numbers. */
  expect(random: Random): void;
  close(): void;
}

/** One in so many of the answers after the first wrong one is wrong, too. */
const FURTHER_WRONG = 4;

/** Answers as recorded, but for the wrong answers. It checks no password. */
export async function startWrongServer(recording: Recording): Promise<WrongServer> {
  const expected: Random[] = [];
  const sockets = new Set<Socket>();
  const answers = 1 + recording.login.length + recording.statements.size;
  const server = createServer((socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => undefined));
    const random = expected.shift();
    let untilWrong = random?.(answers) ?? Number.POSITIVE_INFINITY;
    let isSilent = false;
    const answer = (packets: readonly WirePacket[]) => {
      if (isSilent) return;
      const isWrong = untilWrong-- <= 0 && random !== undefined && (untilWrong === -1 || random(FURTHER_WRONG) === 0);
      if (!isWrong || random === undefined)
        return void socket.write(Buffer.concat(packets.map((one) => packetBytes(one))));
      const { bytes, after } = wrongReply(packets, random);
      socket.write(bytes);
      if (after === "end") socket.end();
      if (after === "reset") socket.resetAndDestroy();
      isSilent = after !== "continue";
    };
    const reader = new PacketReader();
    let logins = 0;
    socket.on("data", (data: Buffer) => {
      for (const { sequence, payload } of reader.take(data)) {
        if (sequence > 0) answer(recording.login[logins++] ?? []);
        else if (payload[0] === QUERY) answer(recording.statements.get(payload.toString("hex")) ?? OK);
        else socket.end();
      }
    });
    answer(recording.greeting);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    expect: (random) => void expected.push(random),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** For a statement that was not recorded: after a wrong answer the function may ask something else. */
const OK: readonly WirePacket[] = [{ sequence: 1, payload: Buffer.from("00000002000000", "hex") }];
