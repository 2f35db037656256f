import { z } from "zod";
import { addressCount, parseCidr } from "./cidr";
import { rule } from "./rules";
import { safeUnlessReason } from "./weakened";

/** The widest block that may reach the bastion without a reason, also as a sum: a split 0.0.0.0/0 is still open. */
const WIDEST_PREFIX = 16;
const MAX_ADDRESSES = 2 ** (32 - WIDEST_PREFIX);

const anyCidr = z.string().refine((found) => parseCidr(found) !== undefined, {
  error: rule("an IPv4 block without host bits", "correct the address, or clear the bits behind the prefix"),
});

const someAddresses = rule("at least one block of addresses", "name the addresses that may reach port 22");

/** The addresses that may reach port 22. Wide ones need a reason. */
export const allowedCidrsSchema = z
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
    if (total > MAX_ADDRESSES) {
      context.addIssue({
        code: "custom",
        message: rule(
          `blocks that together hold at most ${MAX_ADDRESSES} addresses; these hold ${total}`,
          'narrow them, or write the wide ones as { value: "...", reason: "..." }',
        ),
      });
    }
    if (new Set(blocks.map(({ value }) => value)).size < blocks.length) {
      context.addIssue({ code: "custom", message: rule("each block once", "remove the repetition") });
    }
  });
