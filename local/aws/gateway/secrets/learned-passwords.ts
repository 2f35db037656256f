import type { SecretValue, State } from "../../secrets-manager/state";

/** Adds the password of every value in the state; of a value that is no JSON with a password, the whole text. */
export function learnPasswords(state: State, learned: Set<string>): void {
  for (const secret of state.secrets.values()) {
    for (const { value } of secret.versions.values()) {
      if (value !== undefined) learned.add(passwordIn(value));
    }
  }
}

/** What is secret in a value. */
export function passwordIn(value: SecretValue): string {
  if (value.kind === "binary") return value.base64;
  try {
    const { password } = JSON.parse(value.text) as { readonly password?: unknown };
    return typeof password === "string" ? password : value.text;
  } catch {
    return value.text;
  }
}
