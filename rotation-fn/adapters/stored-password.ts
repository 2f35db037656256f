import { createHash } from "node:crypto";
import { sqlTokens } from "./sql-tokens";

/**
 * The hash in a row of SHOW CREATE USER, for a session with `print_identified_with_as_hex`: `AS 0x…`, or a string where all of it
 * happens to be printable. Undefined where the server shows `<secret>`, as it does to an account without SELECT on `mysql`.
 */
export function storedHash(row: string): Buffer | undefined {
  const tokens = sqlTokens(row);
  const token = tokens[tokens.findIndex(({ kind, text }) => kind === "word" && text === "AS") + 1];
  if (token?.kind === "string") return Buffer.from(token.text, "latin1");
  return token?.kind === "word" && token.text.startsWith("0x") ? Buffer.from(token.text.slice(2), "hex") : undefined;
}

/**
 * Whether a hash is that of a password. Undefined for a form that is not known here, so that "cannot tell" is not taken for "no".
 *
 * `caching_sha2_password` stores `$A$`, thousands of rounds in three hexadecimal digits, `$`, 20 bytes of salt and 43 characters of
 * hash; `sha256_password` stores `$5$`, the salt, `$` and the hash; both hash as crypt(3) does with SHA-256
 * (https://www.akkadia.org/drepper/SHA-crypt.txt). `mysql_native_password` stores `*` and SHA1(SHA1(password)).
 */
export function isStoredPassword(hash: Buffer, password: string): boolean | undefined {
  const text = hash.toString("latin1");
  const isTooLong = Buffer.byteLength(password) > MAX_PASSWORD_BYTES;
  const [, thousands] = /^\$A\$([0-9A-F]{3})\$/.exec(text) ?? [];
  if (thousands !== undefined && hash.length === 70) {
    const rounds = Number.parseInt(thousands, 16) * 1_000;
    if (isTooLong) return false;
    if (rounds > MAX_ROUNDS) return undefined;
    return sha256Crypt(Buffer.from(password), hash.subarray(7, 27), rounds) === text.slice(27);
  }
  const [, salt, digest] = /^\$5\$([^$]{1,20})\$(.{43})$/s.exec(text) ?? [];
  if (salt !== undefined)
    return !isTooLong && sha256Crypt(Buffer.from(password), Buffer.from(salt, "latin1"), 5_000) === digest;
  if (/^\*[0-9A-F]{40}$/.test(text))
    return `*${digestOf("sha1", digestOf("sha1", password)).toString("hex").toUpperCase()}` === text;
  return undefined;
}

/**
 * No account has a longer one: MySQL refuses it (MAX_PLAINTEXT_LENGTH in its sql/auth). Hashing 60,000 bytes by these rules takes seconds,
 * and a small function has little more than that.
 */
const MAX_PASSWORD_BYTES = 256;

/** A second or so on a small function. The server's default is 5,000 rounds, its limit four million. */
const MAX_ROUNDS = 100_000;

function digestOf(algorithm: "sha1" | "sha256", ...parts: readonly (Buffer | string)[]): Buffer {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const sha256 = (...parts: readonly Buffer[]): Buffer => digestOf("sha256", ...parts);

/** The hash of crypt(3) with SHA-256, without its prefix and salt. The steps are numbered as in the specification. */
function sha256Crypt(password: Buffer, salt: Buffer, rounds: number): string {
  const filled = (digest: Buffer, length: number): Buffer => Buffer.alloc(length, digest);
  const b = sha256(password, salt, password); // 4 to 8
  const start = [password, salt, filled(b, password.length)]; // 1 to 3, 9 and 10
  for (let bits = password.length; bits > 0; bits >>= 1) start.push(bits % 2 === 1 ? b : password); // 11
  let a = sha256(...start); // 12
  const p = filled(sha256(...new Array<Buffer>(password.length).fill(password)), password.length); // 13 to 16
  const s = filled(sha256(...new Array<Buffer>(16 + (a[0] ?? 0)).fill(salt)), salt.length); // 17 to 20
  for (let round = 0; round < rounds; round++) {
    const odd = round % 2 === 1; // 21
    const parts = [odd ? p : a];
    if (round % 3 !== 0) parts.push(s);
    if (round % 7 !== 0) parts.push(p);
    parts.push(odd ? a : p);
    a = sha256(...parts);
  }
  return encoded(a); // 22
}

const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

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
