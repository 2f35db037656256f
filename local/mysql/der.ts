/**
 * The few ASN.1 DER encodings that an X.509 certificate needs (ITU-T X.690). Node reads certificates but cannot make
 * them, and `openssl` is not on every machine.
 */

/** One DER value: tag, definite length, content. */
export function derValue(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), derLength(content.length), content]);
}

export const derSequence = (...items: readonly Buffer[]): Buffer => derValue(0x30, ...items);
export const derSet = (...items: readonly Buffer[]): Buffer => derValue(0x31, ...items);
export const derOctetString = (content: Buffer): Buffer => derValue(0x04, content);
export const derUtf8 = (text: string): Buffer => derValue(0x0c, Buffer.from(text, "utf8"));
/** DER writes TRUE as 0xff; FALSE is left out wherever it is the default. */
export const derTrue = (): Buffer => derValue(0x01, Buffer.from([0xff]));
/** A bit string; `unusedBits` are the low bits of the last byte that do not count. */
export const derBitString = (content: Buffer, unusedBits = 0): Buffer =>
  derValue(0x03, Buffer.from([unusedBits]), content);
/** A context tag that wraps a whole value: `[number] EXPLICIT`. */
export const derExplicit = (number: number, content: Buffer): Buffer => derValue(0xa0 | number, content);
/** A context tag in place of a primitive's own: `[number] IMPLICIT`. */
export const derImplicit = (number: number, content: Buffer): Buffer => derValue(0x80 | number, content);

/** A non-negative integer from its big-endian bytes, in the shortest form that keeps the sign bit clear. */
export function derUnsignedInteger(bytes: Buffer): Buffer {
  const firstSet = bytes.findIndex((byte) => byte !== 0);
  const shortest = firstSet === -1 ? Buffer.from([0]) : bytes.subarray(firstSet);
  const needsSignByte = ((shortest[0] ?? 0) & 0x80) !== 0;
  return derValue(0x02, needsSignByte ? Buffer.concat([Buffer.from([0]), shortest]) : shortest);
}

/** An object identifier from its dotted form, such as `2.5.29.17`. */
export function derObjectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return derValue(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A point in time, to the second: UTCTime before 2050 and GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
export function derTime(time: Date): Buffer {
  const digits = `${time.toISOString().replace(/[-:T]|\..*$/g, "")}Z`;
  return time.getUTCFullYear() < 2050
    ? derValue(0x17, Buffer.from(digits.slice(2), "ascii"))
    : derValue(0x18, Buffer.from(digits, "ascii"));
}

function derLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function base128(number: number): number[] {
  const bytes = [number % 128];
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(0x80 | (rest % 128));
  return bytes;
}
