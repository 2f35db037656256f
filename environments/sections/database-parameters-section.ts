import { z } from "zod";
import { rule, section } from "../values/rules";

/** Parameters that the stack sets or forbids: encryption of connections, and logs that would contain statements with their data. */
const OWN_PARAMETERS = [
  "require_secure_transport",
  "character_set_server",
  "log_output",
  "slow_query_log",
  "long_query_time",
  "general_log",
] as const;

const error = rule(
  "parameters of the engine by name, each a text, a number or { value, afterRestart: true }; " +
    `not ${OWN_PARAMETERS.join(", ")}, which the stack sets or forbids`,
  "correct the name or the value, or remove it",
);

const name = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{1,99}$/)
  .refine((found) => !OWN_PARAMETERS.some((own) => own === found));

// Terraform reads ${ and %{ as the start of an expression.
const text = z.string().regex(/^(?!.*[$%]\{)[^\p{Cc}]{0,500}$/u, { error });
const value = z.union([z.number(), text], { error });

/**
 * More server parameters, by name: `{ max_connections: 500 }`. Static parameters, and those that a series does not have, are checked. A static parameter is marked, and waits for a restart:
 * `{ innodb_log_buffer_size: { value: 16777216, afterRestart: true } }`.
 */
export const databaseParametersSection = z.record(
  name,
  z.union([value, section({ value, afterRestart: z.literal(true, { error }) })], { error }),
  { error },
);
