import { dev } from "./dev";
import { local } from "./local";
import { parseEnvironments } from "./parse";
import { prod } from "./prod";
import type { Environment } from "./schema";
import { staging } from "./staging";

export { parseEnvironment, parseEnvironments } from "./parse";
export { EnvironmentError, type Problem } from "./problems";
export type { Environment, EnvironmentInput } from "./schema";
export type { Schedule } from "./values/schedule";
export type { Choice, WeakenedChoice } from "./values/weakened";

/** The environments of this project. To add one: write its file and name it here. */
const inputs = { dev, staging, prod, local };

/** The name of an environment file that is in the list above. */
export type EnvironmentName = keyof typeof inputs;

/** Every environment, checked, by name. Throws one EnvironmentError with the problems of all files. */
export function loadEnvironments(): Readonly<Record<EnvironmentName, Environment>> {
  return parseEnvironments(inputs);
}
