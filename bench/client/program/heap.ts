import { text } from "node:stream/consumers";
import { getHeapSnapshot } from "node:v8";

/** What a heap holds after a full garbage collection. */
export interface HeapContents {
  /** What the program made and can still reach: objects, arrays, strings, functions, numbers. */
  readonly objects: number;
  readonly objectsKb: number;
  /** What V8 made of the program: code, what it learned about types, its own tables. It grows as functions get hot. */
  readonly codeKb: number;
}

const OF_V8: ReadonlySet<string> = new Set(["code", "hidden", "object shape", "synthetic"]);

/** The columns of `nodes` are named in `node_fields`; the first one is the number of a type in the first list of `node_types`. */
interface HeapSnapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] } };
  readonly nodes: readonly number[];
}

/** Counts by a heap snapshot, for which V8 collects the garbage first. */
export async function heapContents(): Promise<HeapContents> {
  const { snapshot, nodes }: HeapSnapshot = JSON.parse(await text(getHeapSnapshot()));
  const { node_fields: fields, node_types } = snapshot.meta;
  const ofV8 = node_types[0].map((type) => OF_V8.has(type));
  const sizeAt = fields.indexOf("self_size");
  const bytes = { objects: 0, code: 0 };
  let objects = 0;
  for (let node = 0; node < nodes.length; node += fields.length) {
    const isOfV8 = ofV8[nodes[node] ?? 0] ?? false;
    if (!isOfV8) objects += 1;
    bytes[isOfV8 ? "code" : "objects"] += nodes[node + sizeAt] ?? 0;
  }
  return { objects, objectsKb: bytes.objects / 1024, codeKb: bytes.code / 1024 };
}
