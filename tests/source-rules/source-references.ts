import { parseSync } from "@swc/core";

/** One mention of another module: import, re-export, require, dynamic import or a type taken with `import("…")`. */
export interface ImportLine {
  /** What the source says; undefined where it is computed and cannot be known from the source. */
  readonly specifier: string | undefined;
  readonly line: number;
  /** True when nothing of it is left at run time. */
  readonly typesOnly: boolean;
}

export interface SourceReferences {
  readonly imports: readonly ImportLine[];
  /** Lines that reach for `process.env`, in any of its spellings. */
  readonly environmentLines: readonly number[];
  /** Every name that the source gives or uses. */
  readonly identifiers: ReadonlySet<string>;
}

interface Node {
  readonly type: string;
  readonly span?: { readonly start: number };
  readonly [key: string]: unknown;
}

/** Parsing is what takes the time, and several rules ask about the same source. */
const parsed = new Map<string, SourceReferences>();

/** Reads what a TypeScript or CommonJS source refers to, from its syntax: text in strings and comments does not count. */
export function sourceReferences(source: string): SourceReferences {
  const found = parsed.get(source) ?? readReferences(source);
  parsed.set(source, found);
  return found;
}

function readReferences(source: string): SourceReferences {
  const bytes = Buffer.from(source);
  const imports: ImportLine[] = [];
  const environmentLines: number[] = [];
  const identifiers = new Set<string>();
  let line = 1;
  visit(parseSync(source, { syntax: "typescript", target: "es2022" }) as unknown as Node, (node) => {
    if (node.span !== undefined) line = lineAt(bytes, node.span.start);
    const found = importOf(node);
    if (found !== undefined) imports.push({ ...found, line });
    if (readsEnvironment(node)) environmentLines.push(line);
    if (node.type === "Identifier") identifiers.add(String(node.value));
  });
  return { imports, environmentLines, identifiers };
}

function importOf(node: Node): Omit<ImportLine, "line"> | undefined {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration": {
      const specifiers = nodesIn(node.specifiers);
      const allTypes = specifiers.length > 0 && specifiers.every(({ isTypeOnly }) => isTypeOnly === true);
      return isNode(node.source) ? mention(node.source, node.typeOnly === true || allTypes) : undefined;
    }
    case "ExportAllDeclaration":
      return mention(node.source, node.typeOnly === true);
    case "TsImportType":
      return mention(node.argument, true);
    case "TsExternalModuleReference":
      return mention(node.expression, false);
    case "CallExpression":
      return isLoading(node.callee) ? mention(nodesIn(node.arguments)[0]?.expression, false) : undefined;
    default:
      return undefined;
  }
}

function mention(from: unknown, typesOnly: boolean): Omit<ImportLine, "line"> {
  const literal = isNode(from) && from.type === "StringLiteral" ? String(from.value) : undefined;
  return { specifier: literal, typesOnly };
}

/** `require(…)`, `require.resolve(…)`, `jest.requireActual(…)` and `import(…)`. */
function isLoading(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  if (callee.type === "Import" || isNamed(callee, "require")) return true;
  return (
    callee.type === "MemberExpression" &&
    (isNamed(callee.object, "require") || isNamed(callee.property, "requireActual"))
  );
}

/** `process.env`, `globalThis.process.env`, `const { env } = process` and `import { env } from "node:process"`. */
function readsEnvironment(node: Node): boolean {
  if (node.type === "MemberExpression") return isNamed(node.property, "env") && isProcess(node.object);
  if (node.type === "VariableDeclarator") return isProcess(node.init) && propertiesOf(node.id).includes("env");
  if (node.type !== "ImportDeclaration" || !isNode(node.source)) return false;
  const fromProcess = /^(node:)?process$/.test(String(node.source.value));
  return fromProcess && nodesIn(node.specifiers).some(({ local, imported }) => isNamed(imported ?? local, "env"));
}

function isProcess(value: unknown): boolean {
  if (!isNode(value)) return false;
  return isNamed(value, "process") || (value.type === "MemberExpression" && isNamed(value.property, "process"));
}

function propertiesOf(pattern: unknown): unknown[] {
  if (!isNode(pattern) || pattern.type !== "ObjectPattern") return [];
  return nodesIn(pattern.properties).map(({ key }) => (isNode(key) ? key.value : undefined));
}

/** An identifier, or a computed property with a literal, of that name. */
function isNamed(value: unknown, name: string): boolean {
  if (!isNode(value)) return false;
  return (
    value.value === name || (value.type === "Computed" && isNode(value.expression) && value.expression.value === name)
  );
}

function visit(value: unknown, enter: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const each of value) visit(each, enter);
  } else if (typeof value === "object" && value !== null) {
    if (isNode(value)) enter(value);
    for (const each of Object.values(value)) visit(each, enter);
  }
}

function nodesIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** swc counts UTF-8 bytes from 1. */
function lineAt(bytes: Buffer, position: number): number {
  let line = 1;
  for (let at = bytes.indexOf(10); at !== -1 && at < position - 1; at = bytes.indexOf(10, at + 1)) line++;
  return line;
}
