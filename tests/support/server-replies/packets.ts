const HEADER_BYTES = 4;

/** One packet of MySQL's protocol: three bytes of length, one of sequence, and the payload. */
export interface WirePacket {
  readonly sequence: number;
  readonly payload: Buffer;
}

/** Cuts what arrives on a socket into whole packets. */
export class PacketReader {
  private rest = Buffer.alloc(0);

  take(data: Buffer): readonly WirePacket[] {
    this.rest = Buffer.concat([this.rest, data]);
    const packets: WirePacket[] = [];
    for (;;) {
      const length = this.rest.length < HEADER_BYTES ? Number.POSITIVE_INFINITY : this.rest.readUIntLE(0, 3);
      if (this.rest.length < HEADER_BYTES + length) return packets;
      packets.push({ sequence: this.rest[3] ?? 0, payload: this.rest.subarray(HEADER_BYTES, HEADER_BYTES + length) });
      this.rest = this.rest.subarray(HEADER_BYTES + length);
    }
  }
}

export function packetBytes({ sequence, payload }: WirePacket, length = payload.length): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUIntLE(length % 2 ** 24, 0, 3);
  header[3] = sequence % 256;
  return Buffer.concat([header, payload]);
}
