import type { RotationError } from "./errors";
import type { KnownSecrets } from "./known-secrets";
import type { Log, LogFields } from "./ports/log";
import type { SecretStore } from "./ports/secret-store";

/** Written by this function or given by its caller, and not made of what a secret holds: by these a line is found. */
const OWN_FIELDS: ReadonlySet<string> = new Set([
  ...["outcome", "code", "effect", "step", "action", "requestId"],
  ...["secretId", "secret", "token"],
]);

/** A store that registers with `known` every value that is read or stored. */
export function registeringStore(store: SecretStore, known: KnownSecrets): SecretStore {
  return {
    ...store,
    async read(secretId, selector) {
      const text = await store.read(secretId, selector);
      known.register(text);
      return text;
    },
    async store(version) {
      known.register(version.value);
      return store.store(version);
    },
  };
}

/** A log whose texts hold no known secret. */
export function redactingLog(log: Log, known: KnownSecrets): Log {
  const hidden = (fields: LogFields = {}): LogFields =>
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        key,
        typeof value === "string" && !OWN_FIELDS.has(key) ? known.hide(value) : value,
      ]),
    );
  return {
    debug: (event, fields) => log.debug(event, hidden(fields)),
    info: (event, fields) => log.info(event, hidden(fields)),
    warn: (event, fields) => log.warn(event, hidden(fields)),
    error: (event, fields) => log.error(event, hidden(fields)),
    measure: (measurement) => log.measure(measurement),
  };
}

/** The same error without any known secret, in its message, its parts, its place and its cause: Lambda prints them all. */
export function redactedError(error: RotationError, known: KnownSecrets): RotationError {
  const { parts, endpoint, cause, adminSecretId } = error;
  return error.with({
    parts: redacted(parts, known),
    ...(cause instanceof Error ? { cause: new Error(known.hide(cause.message)) } : {}),
    ...(endpoint === undefined ? {} : { endpoint: redacted(endpoint, known) }),
    ...(adminSecretId === undefined ? {} : { adminSecretId: known.hide(adminSecretId) }),
  });
}

/** The same data, with every text in it redacted at any depth. */
export function redacted<T>(value: T, known: KnownSecrets): T {
  const hidden = (part: unknown): unknown => {
    if (typeof part === "string") return known.hide(part);
    if (Array.isArray(part)) return part.map(hidden);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, inner]) => [
        key,
        typeof inner === "string" && OWN_FIELDS.has(key) ? inner : hidden(inner),
      ]),
    );
  };
  return hidden(value) as T;
}
