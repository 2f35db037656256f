import type { SecretValue, State } from "./state";

/** The password of every value in the state; of a value that is no JSON with a password, the whole text. */
export function* passwordsIn(state: State): Generator<string> {
  for (const secret of state.secrets.values()) {
    for (const { value } of secret.versions.values()) {
      if (value !== undefined) yield passwordIn(value);
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
