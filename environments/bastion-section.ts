import { z } from "zod";
import { addressCount, parseCidr } from "./cidr";
import { oneOf, rule, section, text } from "./rules";
import { safeUnlessReason } from "./weakened";

/** The widest block that may reach the bastion without a reason, also as a sum: a split 0.0.0.0/0 is still open. */
const WIDEST_PREFIX = 16;
const MOST_ADDRESSES = 2 ** (32 - WIDEST_PREFIX);

const anyCidr = z.string().refine((found) => parseCidr(found) !== undefined, {
  error: rule("an IPv4 block without host bits", "correct the address, or clear the bits behind the prefix"),
});

const someAddresses = rule("at least one block of addresses", "name the addresses that may reach port 22");

const allowedCidrs = z
  .array(
    safeUnlessReason(
      (error) => z.string({ error }).refine((found) => (parseCidr(found)?.prefix ?? 0) >= WIDEST_PREFIX, { error }),
      anyCidr,
      {
        safe: `an IPv4 block of /${WIDEST_PREFIX} or narrower without host bits (one address is a.b.c.d/32)`,
        weak: '"<wider block>"',
      },
    ),
    { error: someAddresses },
  )
  .min(1, { error: someAddresses })
  .superRefine((blocks, context) => {
    const unexplained = blocks.filter(({ reason }) => reason === undefined);
    const total = unexplained.reduce((sum, { value }) => {
      const block = parseCidr(value);
      return sum + (block === undefined ? 0 : addressCount(block));
    }, 0);
    if (total <= MOST_ADDRESSES) return;
    context.addIssue({
      code: "custom",
      message: rule(
        `blocks that together hold at most ${MOST_ADDRESSES} addresses; these hold ${total}`,
        'narrow them, or write the wide ones as { value: "...", reason: "..." }',
      ),
    });
  });

/** The jump host. `ssh` is the only mode that exists: a key pair, and port 22 from the given addresses only. */
export const bastionSection = section({
  mode: oneOf(["ssh"], "leave the key out").default("ssh"),
  /** The public half of the key that opens it, as ssh-keygen writes it. */
  publicKey: z
    .string({ error: rule("an OpenSSH public key, as text", "paste the content of the .pub file") })
    .refine(isPublicKey, {
      error: rule(
        "an OpenSSH public key of type ssh-ed25519 or ssh-rsa on one line",
        "paste the content of the .pub file; the private half never belongs here",
      ),
    }),
  /** Where people come from. */
  allowedCidrs,
  instanceType: text(
    /^[a-z]+\d+g[a-z]*\.[a-z0-9]+$/,
    "an arm64 (Graviton) instance type, such as t4g.nano",
    "choose one of the g families",
  ).default("t4g.nano"),
  /** Pins the image. Without it the newest Amazon Linux 2023 is taken once, when the bastion is made. */
  imageId: text(
    /^ami-[0-9a-f]{8,17}$/,
    "the id of an arm64 image, ami-...",
    "copy the id, or leave the key out",
  ).optional(),
});

/** The type is written twice in a public key: in front, and inside the base64 body. EC2 takes ed25519 and RSA keys. */
function isPublicKey(found: string): boolean {
  const [, type, body] = /^(ssh-ed25519|ssh-rsa) ([A-Za-z0-9+/]{40,}={0,2})( [^\p{Cc}{}]{1,100})?$/u.exec(found) ?? [];
  if (type === undefined || body === undefined) return false;
  const bytes = Buffer.from(body, "base64");
  return bytes.length > 4 && bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString("latin1") === type;
}
