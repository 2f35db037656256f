import { createHash, hash } from "node:crypto";

const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const DIGEST_BYTES = 32;

/** Step 21 mixes anew what repeats after so many rounds: 2, 3 and 7 have no common divisor. */
const PATTERNS = 2 * 3 * 7;

/**
 * The hash of crypt(3) with SHA-256, without its prefix and salt. The steps are numbered as in the specification
 * (https://www.akkadia.org/drepper/SHA-crypt.txt).
 */
export function sha256Crypt(password: Buffer, salt: Buffer, rounds: number): string {
  const filled = (digest: Buffer, length: number): Buffer => Buffer.alloc(length, digest);
  const b = sha256(password, salt, password); // 4 to 8
  const start = [password, salt, filled(b, password.length)]; // 1 to 3, 9 and 10
  for (let bits = password.length; bits > 0; bits >>= 1) start.push(bits % 2 === 1 ? b : password); // 11
  const a = sha256(...start); // 12
  const p = filled(sha256(...new Array<Buffer>(password.length).fill(password)), password.length); // 13 to 16
  const s = filled(sha256(...new Array<Buffer>(16 + (a[0] ?? 0)).fill(salt)), salt.length); // 17 to 20
  return encoded(afterRounds(a, p, s, rounds)); // 21 and 22
}

/**
 * Step 21. The text of each pattern is laid out once, and each round writes the last digest into it: a new hash object, or a new buffer, for
 * each round takes four times as long, and most of an audit's time was this.
 */
function afterRounds(a: Buffer, p: Buffer, s: Buffer, rounds: number): Buffer {
  const patterns = Array.from({ length: PATTERNS }, (_, round) => {
    const odd = round % 2 === 1;
    const parts = [odd ? p : a, ...(round % 3 === 0 ? [] : [s]), ...(round % 7 === 0 ? [] : [p]), odd ? a : p];
    const text = Buffer.concat(parts);
    return { text, at: odd ? text.length - DIGEST_BYTES : 0 };
  });
  let digest = a.toString("latin1");
  for (let round = 0; round < rounds; round++) {
    const pattern = patterns[round % PATTERNS];
    if (pattern === undefined) break;
    pattern.text.write(digest, pattern.at, "latin1");
    digest = digestOf(pattern.text);
  }
  return Buffer.from(digest, "latin1");
}

/** As a string of bytes: cheaper to make than a buffer. Node has `hash` since 20.12. */
const digestOf: (text: Buffer) => string =
  typeof hash === "function"
    ? (text) => hash("sha256", text, "binary")
    : (text) => createHash("sha256").update(text).digest("binary");

function sha256(...parts: readonly Buffer[]): Buffer {
  const hashing = createHash("sha256");
  for (const part of parts) hashing.update(part);
  return hashing.digest();
}

/** Three bytes at a time, in crypt's order, as four characters of six bits each, the lowest first. */
function encoded(digest: Buffer): string {
  const characters = (high: number, middle: number, low: number, count: number): string => {
    const bits = high * 65_536 + middle * 256 + low;
    return Array.from({ length: count }, (_, index) => ALPHABET.charAt((bits >> (6 * index)) & 63)).join("");
  };
  const at = (index: number): number => digest[index % 30] ?? 0;
  // The n-th group begins at 0, 21, 12, 3, 24, 15, 6, 27, 18, 9; its three bytes are ten apart.
  const groups = Array.from({ length: 10 }, (_, n) => characters(at(21 * n), at(21 * n + 10), at(21 * n + 20), 4));
  return groups.join("") + characters(0, digest[31] ?? 0, digest[30] ?? 0, 3);
}
