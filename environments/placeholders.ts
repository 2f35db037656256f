import type { z } from "zod";
import type { bastionSection } from "./sections/bastion-section";
import type { monitoringSection } from "./sections/monitoring-section";
import type { targetSection } from "./sections/target-section";
import { contains, parseCidr } from "./values/cidr";

/**
 * The public keys that the environment files of this project are shipped with, without type and comment. Using one by mistake gives
 * access to the holder of its private half.
 */
const SHIPPED_KEYS: readonly string[] = [
  "AAAAC3NzaC1lZDI1NTE5AAAAIAy2tPQm1SI7cLl1QM6wEQcwcRYCGJ2XGwi525FPyZVr",
  "AAAAC3NzaC1lZDI1NTE5AAAAIGLl8NwEW2v+6AaCqmKVoUGcxgo/K16ckRXz9iuWZRWA",
  "AAAAC3NzaC1lZDI1NTE5AAAAID8S5q/IkQB9Sz94owd6apC7FiBtGRJqE6DOKRc0oTTD",
  "AAAAC3NzaC1lZDI1NTE5AAAAIEu+WgF9E0QMsXtWM8L+bOkyR+UN2eYHqPhluVExTPpt",
];

/** A value that an environment file was shipped with, or that documentation reserves for examples. */
export interface Placeholder {
  /** Dotted, without the name of the environment: `bastion.publicKey`. */
  readonly path: string;
  /** What is wrong with the value. */
  readonly found: string;
}

/** The parts of an environment that are looked at by name; every other text is searched for the marker. */
interface CheckedEnvironment {
  readonly target: z.output<typeof targetSection>;
  readonly accountId: string;
  readonly bastion: z.output<typeof bastionSection>;
  readonly monitoring: z.output<typeof monitoringSection>;
}

/** Account ids of the examples in AWS's documentation, and what emulators take. */
const EXAMPLE_ACCOUNTS = ["000000000000", "111122223333", "123456789012", "444455556666", "777788889999"];

/** https://www.rfc-editor.org/rfc/rfc5737 */
const DOCUMENTATION_BLOCKS = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"].map(parseCidr);

/** https://www.rfc-editor.org/rfc/rfc2606 */
const DOCUMENTATION_DOMAIN = /@(.+\.)?example(\.(com|net|org))?$/i;

const MARKER = "replace-me";

/**
 * What an environment on AWS still holds of the shipped examples or of documentation. With a shipped public key the holder of its private half
 * gets in, with a shipped bucket's name the state is in another owner's bucket; with the other examples the login or the deployment fails.
 */
export function placeholdersIn(environment: CheckedEnvironment): readonly Placeholder[] {
  const { target, accountId, bastion, monitoring } = environment;
  if (target.kind !== "aws") return [];
  const found: Placeholder[] = [];
  const add = (path: string, words: string) => {
    if (!found.some((other) => other.path === path)) found.push({ path, found: words });
  };
  if (EXAMPLE_ACCOUNTS.includes(accountId)) add("accountId", `the account id ${accountId} of AWS's documentation`);
  if (bastion.mode === "ssh") {
    if (SHIPPED_KEYS.includes(bodyOf(bastion.publicKey)))
      add("bastion.publicKey", "a public key of the shipped examples");
    bastion.allowedCidrs.forEach(({ value }, index) => {
      if (isForDocumentation(value)) add(`bastion.allowedCidrs.${index}`, `the documentation address ${value}`);
    });
  }
  for (const list of ["alertEmails", "rotationEmails"] as const) {
    monitoring[list].forEach((address, index) => {
      if (DOCUMENTATION_DOMAIN.test(address))
        add(`monitoring.${list}.${index}`, "an address of a documentation domain");
    });
  }
  for (const path of markedIn(environment)) add(path, `a text with ${MARKER}`);
  return found;
}

function bodyOf(publicKey: string): string {
  return publicKey.split(" ")[1] ?? "";
}

function isForDocumentation(cidr: string): boolean {
  const block = parseCidr(cidr);
  return block !== undefined && DOCUMENTATION_BLOCKS.some((each) => each !== undefined && contains(each, block));
}

function markedIn(value: unknown, path: readonly string[] = []): readonly string[] {
  if (typeof value === "string") return value.includes(MARKER) ? [path.join(".")] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => markedIn(child, [...path, key]));
}
