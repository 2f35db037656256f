import { ADMIN_SECRET, SECRET } from "../../support/memory/memory-world";

/** Keeps what a password is to be called. */
export function remember(passwords: Map<string, string>, versionId: string, value: string | undefined): void {
  const password = /"password":"([^"]+)"/.exec(value ?? "")?.[1];
  if (password === undefined || passwords.has(password)) return;
  passwords.set(password, `<${shortened(versionId)}>`);
}

/** Of a version: what its id begins with, up to the signs that fill it. */
function shortened(versionId: string): string {
  return versionId.replace(/-+$/, "").replace(FIRST_VERSION, "first");
}

/** Made by the function from the ARN of the secret. */
const FIRST_VERSION = "00f1966d-5b57-d33f-1896-84d898f8e204";

/** A line with passwords by the version that holds them, where one does. */
export function named(line: string, passwords: ReadonlyMap<string, string>): string {
  let shown = line;
  for (const [password, name] of passwords) shown = shown.replaceAll(password, name);
  return shown
    .replace(/(password\\?":\\?")(?!<)[^"\\]{20,}/g, "$1<random>")
    .replaceAll(FIRST_VERSION, "first")
    .replace(/([a-z]+(?:-[0-9])?)-{8,}/g, "$1")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<uuid>")
    .replace(/(found: TypeError) at [^;]+;/g, "$1 at <frames>;")
    .replaceAll(SECRET, "<secret>")
    .replaceAll(ADMIN_SECRET, "<admin secret>");
}
