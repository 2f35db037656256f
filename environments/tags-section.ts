import { z } from "zod";
import { rule, text } from "./rules";

/** Tags that every resource gets from the stacks themselves. */
export const OWN_TAGS = ["environment", "stack", "owner", "cost-centre", "source", "managed-by", "project"] as const;

/** What AWS takes in the value of a tag, at least one character of it. */
export const tagTextSchema = text(
  /^[\p{L}\p{N} _.:/=+@-]{1,256}$/u,
  "1 to 256 letters, digits, spaces and _ . : / = + - @",
  "shorten it or write it without other characters: it becomes a tag",
);

const tagKey = z
  .string()
  .regex(/^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/iu)
  .refine((key) => !OWN_TAGS.some((own) => own === key));
const tagValue = z.string().regex(/^[\p{L}\p{N} _.:/=+@-]{0,256}$/u);

export const tagsSection = z.record(tagKey, tagValue, {
  error: rule(
    `tag names and values of letters, digits, spaces and _ . : / = + - @, not beginning with aws:, and not ${OWN_TAGS.join(", ")}`,
    "rename the tag or shorten its value",
  ),
});
