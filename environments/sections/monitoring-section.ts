import { z } from "zod";
import { rule, section, text, wholeNumber, yesOrNo } from "../values/rules";

const someAddresses = rule(
  "a list of at most 20 e-mail addresses, each once",
  "shorten the list: subscribe a mailing list",
);

const addresses = () =>
  z
    .array(
      text(
        /^[^\s@{}$%"<>()]{1,64}@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+$/,
        "an e-mail address, such as on-call@example.com",
        "correct the address",
      ),
      { error: someAddresses },
    )
    .max(20, { error: someAddresses })
    .refine((found) => new Set(found).size === found.length, { error: someAddresses })
    .default([]);

/** Who is notified. Log groups, event rules, alarms and the audit always exist. */
export const monitoringSection = section({
  /**
   * Addresses for failed rotations, deletions, changed policies and alarms. Each address receives a mail and must confirm it. Subscribe
   * a chat or a pager to the topic in the output `alerts_topic_arn`.
   */
  alertEmails: addresses(),
  /** Addresses that are also notified of every successful rotation. */
  rotationEmails: addresses(),
  /** The hour, UTC, in which the function audits every app secret. */
  auditHourUtc: wholeNumber(0, 23, "hours").default(6),
  /** A CloudWatch dashboard. */
  dashboard: yesOrNo().default(true),
});
