import { parseSync } from "@swc/core";

/** A node of the syntax tree, of which only the needed parts are known. */
export interface SyntaxNode {
  readonly type: string;
  readonly span?: { readonly start: number; readonly end: number };
  readonly [key: string]: unknown;
}

/** A source and its syntax tree. */
export interface ParsedSource {
  readonly root: SyntaxNode;
  /** The docstring that ends directly before a node, as one paragraph; undefined when there is none. */
  docstringBefore(node: SyntaxNode): string | undefined;
}

/**
 * Parses TypeScript. The parser gives comments no node, so they are read from the text before a node; it counts bytes, and begins
 * where its last source ended.
 */
export function parseSource(source: string): ParsedSource {
  const bytes = Buffer.from(source);
  const root = parseSync(source, { syntax: "typescript", target: "es2022", comments: true }) as unknown as SyntaxNode;
  const first = firstToken(source);
  const base = (root.span?.start ?? 0) - Buffer.byteLength(source.slice(0, first));
  return {
    root,
    docstringBefore(node) {
      const before = bytes.subarray(0, (node.span?.start ?? 0) - base).toString();
      const text = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:export\s+)?(?:const\s+)?$/.exec(before)?.[1];
      return text
        ?.split("\n")
        .map((line) => line.replace(/^\s*\*?\s?/, "").trim())
        .filter((line) => line !== "")
        .join(" ")
        .trim();
    },
  };
}

/** Where a module's span begins: behind leading comments and white space. */
function firstToken(source: string): number {
  return /^(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*/.exec(source)?.[0].length ?? 0;
}

export function isSyntaxNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Calls `see` with every node below one, itself first. */
export function visitSyntax(node: SyntaxNode, see: (node: SyntaxNode) => void): void {
  see(node);
  for (const child of Object.values(node)) {
    for (const each of Array.isArray(child) ? child : [child]) {
      if (isSyntaxNode(each)) visitSyntax(each, see);
      // Arguments, elements and declarators are wrapped without a type of their own.
      else if (typeof each === "object" && each !== null && "expression" in each && isSyntaxNode(each.expression)) {
        visitSyntax(each.expression, see);
      }
    }
  }
}
