import { createHash } from "node:crypto";
import { sha256Crypt } from "./sha256-crypt";
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
 * hash; `sha256_password` stores `$5$`, the salt, `$` and the hash; both hash as crypt(3) does with SHA-256. `mysql_native_password` stores `*` and SHA1(SHA1(password)).
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
  if (/^\*[0-9A-F]{40}$/.test(text)) return `*${sha1(sha1(password)).toString("hex").toUpperCase()}` === text;
  return undefined;
}

/**
 * No account has a longer one: MySQL refuses it (MAX_PLAINTEXT_LENGTH in its sql/auth). Hashing 60,000 bytes by these rules takes seconds,
 * and a small function has little more than that.
 */
const MAX_PASSWORD_BYTES = 256;

/** A second or so on a small function. The server's default is 5,000 rounds, its limit four million. */
const MAX_ROUNDS = 100_000;

function sha1(data: Buffer | string): Buffer {
  return createHash("sha1").update(data).digest();
}
