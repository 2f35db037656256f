import { z } from "zod";
import { rule, text } from "../values/rules";

/** Tags that the stacks set on every resource. */
export const OWN_TAGS = ["environment", "stack", "owner", "cost-centre", "source", "managed-by", "project"] as const;

/** A tag value as AWS allows it, not empty. */
export const tagTextSchema = text(
  /^[\p{L}\p{N} _.:/=+@-]{1,256}$/u,
  "1 to 256 letters, digits, spaces and _ . : / = + - @",
  "shorten it or write it without other characters: it becomes a tag",
);

const error = rule(
  `tag names and values of letters, digits, spaces and _ . : / = + - @, not beginning with aws:, and not ${OWN_TAGS.join(", ")}`,
  "rename the tag or shorten its value",
);

const tagKey = z
  .string({ error })
  .regex(/^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/iu, { error })
  .refine((key) => !OWN_TAGS.some((own) => own === key), { error });
const tagValue = z.string({ error }).regex(/^[\p{L}\p{N} _.:/=+@-]{0,256}$/u, { error });

export const tagsSection = z.record(tagKey, tagValue, { error });
