import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isSyntaxNode, parseSource, type SyntaxNode, visitSyntax } from "./syntax";

/** What the sources of the environments' schema say about its keys. */
export interface Docstrings {
  /**
   * The text about each key of the section with these keys; undefined when no source has such a section. A key without a docstring
   * of its own has the one of the schema that it names.
   */
  forSection(keys: readonly string[]): Readonly<Record<string, string | undefined>> | undefined;
  /** The text about the section with these keys. */
  aboutSection(keys: readonly string[]): string | undefined;
}

interface KeyText {
  readonly text: string | undefined;
  /** The name of the schema that the key is declared with, where it is a name. */
  readonly schema: string | undefined;
}

interface SectionText {
  readonly keys: ReadonlyMap<string, KeyText>;
  readonly text: string | undefined;
}

/** Reads every TypeScript file of a folder and of the folders in it. */
export function readDocstrings(folder: string): Docstrings {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const read = files.map((name) => readSource(readFileSync(path.join(folder, name), "utf8")));
  const texts = new Map(read.flatMap(({ declared }) => [...declared]));
  const sections = read.flatMap((source) => source.sections);
  const find = (keys: readonly string[]) => {
    const wanted = [...keys].sort().join();
    return sections.find((section) => [...section.keys.keys()].sort().join() === wanted);
  };
  return {
    forSection: (keys) => {
      const section = find(keys);
      if (section === undefined) return undefined;
      const entries = [...section.keys].map(([key, { text, schema }]) => [key, text ?? texts.get(schema ?? "")]);
      return Object.fromEntries(entries);
    },
    aboutSection: (keys) => find(keys)?.text,
  };
}

function readSource(source: string): { declared: Map<string, string>; sections: SectionText[] } {
  const { root, docstringBefore } = parseSource(source);
  const declared = new Map<string, string>();
  const objects = new Map<string, SyntaxNode>();
  const sections: SectionText[] = [];
  visitSyntax(root, (node) => {
    if (node.type === "VariableDeclarator" && isSyntaxNode(node.id) && isSyntaxNode(node.init)) {
      const name = String(node.id.value);
      const text = docstringBefore(node);
      if (text !== undefined) declared.set(name, text);
      const init = bare(node.init);
      if (init.type === "ObjectExpression") objects.set(name, init);
    }
  });
  const keysIn = (object: SyntaxNode | undefined): [string, KeyText][] =>
    nodesIn(object?.properties).flatMap((property): [string, KeyText][] => {
      if (property.type === "Identifier") {
        const key = String(property.value); // { key }
        return [[key, { text: docstringBefore(property), schema: key }]];
      }
      if (property.type === "KeyValueProperty" && isSyntaxNode(property.key)) {
        const text = docstringBefore(property.key);
        return [[String(property.key.value), { text, schema: rootName(property.value) }]];
      }
      const spread = property.arguments; // { ...others }
      return isSyntaxNode(spread) ? keysIn(objects.get(String(spread.value))) : [];
    });
  visitSyntax(root, (node) => {
    if (node.type !== "CallExpression" || rootName(node.callee) !== "section") return;
    const [argument] = (node.arguments as readonly { expression: SyntaxNode }[]).map(({ expression }) => expression);
    if (argument === undefined) return;
    const object = argument.type === "Identifier" ? objects.get(String(argument.value)) : argument;
    sections.push({ keys: new Map(keysIn(object)), text: aboutDeclaration(root, node, docstringBefore) });
  });
  return { declared, sections };
}

/** The docstring of the declaration that a node stands in. */
function aboutDeclaration(
  root: SyntaxNode,
  node: SyntaxNode,
  docstringBefore: (node: SyntaxNode) => string | undefined,
): string | undefined {
  let text: string | undefined;
  visitSyntax(root, (declaration) => {
    if (declaration.type !== "VariableDeclarator" || !isSyntaxNode(declaration.init)) return;
    visitSyntax(declaration.init, (inner) => {
      if (inner === node) text = docstringBefore(declaration);
    });
  });
  return text;
}

/** `name` of `name`, `name(...)`, `name.more(...)`; undefined where it does not begin with a name. */
function rootName(value: unknown): string | undefined {
  if (!isSyntaxNode(value)) return undefined;
  if (value.type === "Identifier") return String(value.value);
  if (value.type === "CallExpression") return rootName(value.callee);
  if (value.type === "MemberExpression") return rootName(value.object);
  return undefined;
}

/** An expression without `as const` and `satisfies`. */
function bare(node: SyntaxNode): SyntaxNode {
  return /^Ts(Const|As|Satisfies)/.test(node.type) && isSyntaxNode(node.expression) ? bare(node.expression) : node;
}

function nodesIn(value: unknown): readonly SyntaxNode[] {
  return Array.isArray(value) ? value.filter(isSyntaxNode) : [];
}
