import { createHash } from "node:crypto";
import { inspect } from "node:util";

/** Every form in which a careless program could show a secret: as it is, quoted, escaped, encoded, hashed. */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, "utf8");
  const inSql = [
    secret,
    secret.replaceAll("'", "''"),
    secret.replaceAll("\\", "\\\\").replaceAll("'", "''"),
    secret.replaceAll("\\", "\\\\").replaceAll("'", "\\'"),
  ];
  const inJson = inSql.map(asInJson);
  const forms = [
    ...inSql,
    ...inJson,
    ...inJson.map(asInJson),
    encodeURIComponent(secret),
    bytes.toString("hex"),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    ...["md5", "sha1", "sha256"].map((algorithm) => createHash(algorithm).update(bytes).digest("hex")),
  ];
  return [...new Set(forms)];
}

const asInJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Which forms of which secrets stand in a text, in any case. */
export function secretsIn(text: string, secrets: readonly string[]): string[] {
  const folded = text.toLowerCase();
  return secrets.flatMap(formsOf).filter((form) => folded.includes(form.toLowerCase()));
}

/** All that a runtime could print of an error: its text, its stack, its own properties and its causes, at any depth. */
export function everythingOf(error: unknown): string {
  const properties = (value: unknown): unknown =>
    typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.getOwnPropertyNames(value).map((name) => [name, properties(Reflect.get(value, name))]),
        )
      : value;
  return [inspect(error, { depth: 20, showHidden: true }), String(error), JSON.stringify(properties(error))].join("\n");
}
