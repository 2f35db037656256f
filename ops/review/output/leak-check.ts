import { DeliveryError } from "../../delivery/delivery-error";
import { maskText } from "../masking/looks-secret";

/**
 * The last look at a text before it is written: masking works attribute by attribute, and this finds what it missed.
 *
 * @param known passwords that must not be in it, where they are known: in tests
 * @returns the text, with every form of credential masked
 * @throws DeliveryError `secret_in_report` when a known password is in it; the message names the place and not the password
 */
export function checkedText(what: string, text: string, known: ReadonlySet<string> = new Set()): string {
  const leaked = [...known].some(
    (password) => password.length >= 8 && writtenForms(password).some((form) => text.includes(form)),
  );
  if (leaked) {
    throw new DeliveryError(
      "secret_in_report",
      `a password is in ${what}; nothing was written; what to do: do not publish this run, and report how the password came into a plan`,
    );
  }
  return text
    .split("\n")
    .map((line) => maskText("line", line))
    .join("\n");
}

function writtenForms(password: string): readonly string[] {
  const json = JSON.stringify(password).slice(1, -1);
  return [password, json, encodeURIComponent(password), Buffer.from(password).toString("base64").replace(/=+$/, "")];
}
