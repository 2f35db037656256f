import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { rule, section, text } from "./rules";

/** The type is written twice in a public key: in front, and inside the base64 body. EC2 takes ed25519 and RSA keys. */
function isPublicKey(found: string): boolean {
  const [, type, body] = /^(ssh-ed25519|ssh-rsa) ([A-Za-z0-9+/]{40,}={0,2})( [^\p{Cc}{}]{1,100})?$/u.exec(found) ?? [];
  if (type === undefined || body === undefined) return false;
  const bytes = Buffer.from(body, "base64");
  return bytes.length > 4 && bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString("latin1") === type;
}

const KEY = "an OpenSSH public key of type ssh-ed25519 or ssh-rsa on one line";

const writtenOut = z.string().refine(isPublicKey, {
  error: rule(KEY, "paste the content of the .pub file; the private half never belongs here"),
});

const keyFile = text(
  /^(?!.*(^|\/)\.\.?\/)[\w.-][\w./ -]{0,200}\.pub$/,
  'the path of a .pub file inside the project, from its root, such as "environments/keys/dev.pub"',
  "put the public half of the key into the project",
);

const inFile = section({
  /** Inside the project, so that everybody who synthesizes gets the same; the ending keeps a private key from being read at all. */
  file: keyFile,
}).superRefine(({ file }, context) => {
  if (!keyFile.safeParse(file).success || isPublicKey(contentOf(file) ?? "")) return;
  context.addIssue({
    code: "custom",
    path: ["file"],
    message: rule(`a file that holds ${KEY}`, "check path and content, from the root of the project"),
  });
});

/**
 * The public half of a key pair, as text or as `{ file }`. A key is never made here: its private half would stand in the state.
 */
export const publicKeySchema = z
  .union([writtenOut, inFile], {
    error: rule(`${KEY}, as text, or { file: "<path>.pub" }`, "paste the content of the .pub file, or name the file"),
  })
  // Behind the union: inside, a wrong path would be reported as no key at all.
  .transform((given) => (typeof given === "string" ? given : (contentOf(given.file) ?? "")));

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(path.join(__dirname, "..", "..", file), "utf8").trim();
  } catch {
    return undefined;
  }
}
