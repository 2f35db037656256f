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

/** Who learns what. Log groups, event rules, alarms and audit are always there. */
export const monitoringSection = section({
  /**
   * Who is told of failed rotations, deletions, changed policies and alarms. Each address gets a mail and has to confirm it. Other
   * ways (a chat, a pager) subscribe to the topic that the output `alerts_topic_arn` names.
   */
  alertEmails: addresses(),
  /** Who is told of every successful rotation, too. */
  rotationEmails: addresses(),
  /** The hour of the day, UTC, in which the function audits every app secret. */
  auditHourUtc: wholeNumber(0, 23, "hours").default(6),
  /** A CloudWatch dashboard. */
  dashboard: yesOrNo().default(true),
});
