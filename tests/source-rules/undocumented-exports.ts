import type { SourceFile } from "./import-arrows";

const DECLARATION = /^export (?:async |abstract |declare )*(?:function|class|interface|type|const) (\w+)/;
const RE_EXPORT = /^export (?:type )?\{([^}]*)\} from "\.\/([\w-]+)";/gm;

/** Exported functions, types and values of a file without a docstring, as `file: name`. A re-export is documented where it is declared. */
export function undocumentedExports({ file, source }: SourceFile): readonly string[] {
  const lines = source.split("\n");
  return lines.flatMap((line, index) => {
    const name = DECLARATION.exec(line)?.[1];
    return name === undefined || lines[index - 1]?.trimEnd().endsWith("*/") ? [] : [`${file}: ${name}`];
  });
}

/** What a file re-exports: each name, with the file beside it that declares it. */
export function reExports({ source }: SourceFile): readonly { readonly name: string; readonly from: string }[] {
  return [...source.matchAll(RE_EXPORT)].flatMap(([, names = "", from = ""]) =>
    names
      .split(",")
      .map((name) => name.replace(/^\s*type /, "").trim())
      .filter((name) => name !== "")
      .map((name) => ({ name, from })),
  );
}
