import { invalidParameter } from "./errors";
import type { SecretValue } from "./state";

/** Quota "Secret value size": 65,536 bytes (userguide/reference_limits.html); the type of the error is not documented. */
export const MAX_VALUE_BYTES = 65_536;

interface ValueInput {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: string | undefined;
}

/** The value in a request, or undefined when it holds none. Both at once are refused (API_CreateSecret). */
export function valueIn(input: ValueInput): SecretValue | undefined {
  const { SecretString: text, SecretBinary: base64 } = input;
  if (text !== undefined && base64 !== undefined) {
    throw invalidParameter("You can't specify both SecretString and SecretBinary. Specify one of them.");
  }
  if (text !== undefined) {
    checkSize("SecretString", Buffer.byteLength(text, "utf8"));
    return { kind: "string", text };
  }
  if (base64 !== undefined) {
    checkSize("SecretBinary", Buffer.from(base64, "base64").length);
    return { kind: "binary", base64 };
  }
  return undefined;
}

/** As {@link valueIn}, for operations that need a value. */
export function requiredValueIn(input: ValueInput): SecretValue {
  const value = valueIn(input);
  if (value === undefined) throw invalidParameter("You must specify either SecretString or SecretBinary.");
  return value;
}

export function sameValue(one: SecretValue | undefined, other: SecretValue | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.kind === "string"
    ? other.kind === "string" && one.text === other.text
    : other.kind === "binary" && one.base64 === other.base64;
}

function checkSize(parameter: string, bytes: number): void {
  if (bytes === 0 || bytes > MAX_VALUE_BYTES) {
    throw invalidParameter(`${parameter} must have 1 to ${MAX_VALUE_BYTES} bytes, found ${bytes}.`);
  }
}
