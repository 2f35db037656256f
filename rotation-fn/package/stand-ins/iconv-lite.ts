/**
 * Takes the place of iconv-lite inside mysql2 (see ../trims.ts).
 *
 * mysql2 decodes utf8, ascii, latin1, binary and UTF-16LE with Node's own Buffer and asks iconv-lite only for the rest. Its
 * connections here are utf8mb4, so the server converts every text to that. One other name is met, in the greeting of every
 * connection: "cesu8", which is how mysql2 reads MySQL's older utf8mb3. Such text is plain UTF-8 unless it holds surrogates,
 * and those are refused, not garbled. So is every other encoding: it can only come from a connection that was opened
 * in or switched to another character set. What is thrown while the driver reads becomes the failure of that connection.
 */
interface Decoder {
  write(bytes: Uint8Array): string;
  end(): undefined;
}

interface Encoder {
  write(text: string): Buffer;
  end(): undefined;
}

export function getDecoder(encoding: string): Decoder {
  refuseUnlessUtf8mb3(encoding);
  return { write: decodeStrictly, end: () => undefined };
}

export function getEncoder(encoding: string): Encoder {
  refuseUnlessUtf8mb3(encoding);
  return { write: encodeStrictly, end: () => undefined };
}

function decodeStrictly(bytes: Uint8Array): string {
  // ignoreBOM: a leading U+FEFF is a character of the value, and dropping it would change the value.
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

function encodeStrictly(text: string): Buffer {
  if (/[\ud800-\udfff]/.test(text)) {
    throw new RangeError(
      "this text cannot be sent as utf8mb3; found: a character outside the Basic Multilingual Plane; " +
        "what to do: connect with the character set utf8mb4",
    );
  }
  return Buffer.from(text, "utf8");
}

function refuseUnlessUtf8mb3(encoding: string): void {
  if (encoding === "cesu8") return;
  throw new RangeError(
    `the packaged MySQL driver cannot convert the encoding "${encoding}"; ` +
      "allowed: utf8mb4, utf8mb3, latin1, ascii, binary, utf16le; what to do: connect with the character set utf8mb4",
  );
}
