import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

const REFERENCE = /<(\w+)\b[^>]*?\s(?:href|src)="([^"]*)"/g;
const ID = /\sid="([^"]+)"/g;

/** What is wrong with the HTML files of a folder: links that lead nowhere, and what a page loads from another host. */
export function checkSite(site: string): readonly string[] {
  const files = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
  const ids = new Map<string, ReadonlySet<string>>();
  const idsOf = (file: string): ReadonlySet<string> => {
    const known = ids.get(file) ?? new Set([...readFileSync(file, "utf8").matchAll(ID)].map(([, id = ""]) => id));
    ids.set(file, known);
    return known;
  };
  return files.flatMap((name) => {
    const references = [...readFileSync(path.join(site, name), "utf8").matchAll(REFERENCE)];
    const problems = references.map(([, element = "", to = ""]) =>
      problemOf(path.join(site, name), element, to, idsOf),
    );
    return [...new Set(problems)].filter((problem) => problem !== undefined).map((problem) => `${name}: ${problem}`);
  });
}

function problemOf(
  page: string,
  element: string,
  to: string,
  idsOf: (file: string) => ReadonlySet<string>,
): string | undefined {
  if (/^(https?:)?\/\//.test(to)) {
    return element === "a" ? undefined : `<${element}> loads ${to}; allowed: files of the site`;
  }
  if (/^(mailto|data):/.test(to)) return undefined;
  const [, file = "", anchor = ""] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(to) ?? [];
  const target = file === "" ? page : path.join(path.dirname(page), decodeURI(file));
  if (!existsSync(target) || statSync(target).isDirectory()) return `${to} does not exist`;
  if (anchor === "" || !target.endsWith(".html")) return undefined;
  return idsOf(target).has(decodeURIComponent(anchor)) ? undefined : `${to}: the page has no such heading`;
}
