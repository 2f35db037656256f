import { join } from "node:path";
import { namesIn, textOf } from "../../read-if-there";

/** One file of apt's list of sources. */
export interface AptSourceFile {
  readonly name: string;
  readonly text: string;
}

interface AptSource {
  readonly uri: string;
  readonly suite: string;
}

/** A release of Debian itself: not of a derivative, and not its security or backports archive. */
const DEBIAN_SUITE = /^(?:bullseye|bookworm|trixie|forky|duke|sid|oldoldstable|oldstable|stable|testing|unstable)$/;

/** The mirror of Debian that this machine's apt uses, or undefined when it uses none. */
export function debianMirror(files: readonly AptSourceFile[]): string | undefined {
  return files
    .flatMap((file) => (file.name.endsWith(".sources") ? deb822Sources(file.text) : oneLineSources(file.text)))
    .find((source) => DEBIAN_SUITE.test(source.suite) && !source.uri.startsWith("cdrom:"))?.uri;
}

/** The files that apt itself reads (sources.list(5)): `sources.list`, then `*.list` and `*.sources` in the folder. */
export function readAptSourceFiles(folder = "/etc/apt"): readonly AptSourceFile[] {
  const names = namesIn(join(folder, "sources.list.d"))
    .filter((name) => name.endsWith(".list") || name.endsWith(".sources"))
    .sort();
  return [join(folder, "sources.list"), ...names.map((name) => join(folder, "sources.list.d", name))].map((name) => ({
    name,
    text: textOf(name),
  }));
}

/** `deb [option=value ...] uri suite component...` */
function oneLineSources(text: string): readonly AptSource[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+\S/.exec(line);
    return match?.[1] !== undefined && match[2] !== undefined ? [{ uri: match[1], suite: match[2] }] : [];
  });
}

/** Stanzas of `Field: value`, a line that begins with white space continues the value, `#` beginning a comment. */
function deb822Sources(text: string): readonly AptSource[] {
  const withoutComments = text.replace(/^#.*\n?/gm, "");
  return withoutComments.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = new Map<string, readonly string[]>();
    for (const [, name = "", value = ""] of stanza.matchAll(/^([A-Za-z-]+):((?:.*)(?:\n[ \t].*)*)/gm)) {
      fields.set(name.toLowerCase(), value.split(/\s+/).filter(Boolean));
    }
    const isOff = fields.get("enabled")?.[0]?.toLowerCase() === "no";
    if (isOff || !fields.get("types")?.includes("deb")) return [];
    return (fields.get("uris") ?? []).flatMap((uri) => (fields.get("suites") ?? []).map((suite) => ({ uri, suite })));
  });
}
