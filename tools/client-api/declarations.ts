import { readFileSync } from "node:fs";
import path from "node:path";

export interface Member {
  /** As declared, without modifiers: `readonly maxAgeMs?: number` is `maxAgeMs?: number`. */
  readonly signature: string;
  readonly text: string;
}

/** An exported declaration and what its docstring says. */
export interface Declaration {
  readonly name: string;
  readonly kind: "function" | "class" | "interface" | "type" | "const";
  readonly signature: string;
  readonly text: string;
  readonly members: readonly Member[];
}

const DOCSTRING = String.raw`(?:/\*\*((?:(?!\*/)[\s\S])*)\*/\s*)?`;

/** Every declaration that an index file exports by name. Throws for one that is not declared where the index says. */
export function exportedDeclarations(index: string): readonly Declaration[] {
  const source = readFileSync(index, "utf8");
  return [...source.matchAll(/^export (?:type )?\{([^}]*)\} from "\.\/([\w-]+)";$/gm)].flatMap(
    ([, names = "", module = ""]) => {
      const text = readFileSync(path.join(path.dirname(index), `${module}.ts`), "utf8");
      const given = names.split(",").map((name) => name.replace(/^\s*type /, "").trim());
      return given.filter((name) => name !== "").map((name) => declarationIn(text, name));
    },
  );
}

function declarationIn(source: string, name: string): Declaration {
  const pattern = new RegExp(`${DOCSTRING}^export (?:abstract )?(function|class|interface|type|const) ${name}\\b`, "m");
  const found = pattern.exec(source);
  if (found === null) throw new Error(`${name} is exported and not declared in its module`);
  const [whole, docstring = "", kind = ""] = found;
  const at = found.index + whole.lastIndexOf("export ");
  const declared = source.slice(at);
  const body = /^[^\n]*\{\n([\s\S]*?)^\}/m.exec(declared)?.[1] ?? "";
  return {
    name,
    kind: kind as Declaration["kind"],
    signature: signatureOf(kind, declared),
    text: plain(docstring),
    members: kind === "interface" || kind === "class" ? membersIn(body) : [],
  };
}

/** A function up to its body, a type as a whole, of the others the first line. */
function signatureOf(kind: string, declared: string): string {
  const text =
    kind === "type" ? /^export ([\s\S]*?);\n/.exec(declared)?.[1] : /^export (.*?)(?: \{| = \[)?$/m.exec(declared)?.[1];
  return (text ?? "").replace(/\s+/g, " ").trim();
}

/** Public members of an interface or a class, those marked @internal left out. */
function membersIn(body: string): readonly Member[] {
  const pattern = new RegExp(
    `${DOCSTRING}^ {2}(?:readonly )?((?:static |async |get )*[a-z]\\w*\\??(?:<[^>]*>)?[(:].*)$`,
    "gm",
  );
  return [...body.matchAll(pattern)]
    .map(([, docstring = "", signature = ""]) => ({ text: plain(docstring), signature }))
    .filter(({ text, signature }) => !text.includes("@internal") && !signature.startsWith("constructor"))
    .map(({ text, signature }) => ({
      text,
      signature: signature
        .replace(/^async |[;{]\s*$/g, "")
        .replace(/\s*\{$/, "")
        .trim(),
    }));
}

/** The text of a docstring: without stars, and links as code. */
function plain(docstring: string): string {
  return docstring
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .trim();
}
