import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { loadEnvironments, parseEnvironment } from "../../environments";
import type { Environment, EnvironmentInput } from "../../environments/schema";
import { environmentStacks } from "../../stacks/environment";

type Json = Readonly<Record<string, unknown>>;

/** One synthesized stack, read back from its file. */
export class SynthesizedStack {
  readonly json: Json;

  constructor(
    readonly id: string,
    readonly text: string,
  ) {
    this.json = withoutMetadata(JSON.parse(text)) as Json;
  }

  /** Every resource of a type, by logical id. */
  resources(type: string): Readonly<Record<string, Json>> {
    return ((this.json.resource as Json | undefined)?.[type] ?? {}) as Readonly<Record<string, Json>>;
  }

  resource(type: string, id: string): Json {
    const found = this.resources(type)[id];
    if (found === undefined)
      throw new Error(`${this.id} has no ${type}.${id}; found: ${Object.keys(this.resources(type))}`);
    return found;
  }

  output(id: string): unknown {
    return ((this.json.output as Json)[id] as Json | undefined)?.value;
  }

  /** `type.id` of every resource. */
  addresses(): readonly string[] {
    return Object.entries((this.json.resource ?? {}) as Json).flatMap(([type, byId]) =>
      Object.keys(byId as Json).map((id) => `${type}.${id}`),
    );
  }
}

/** A stand-in for the packaged function: the stacks do not look inside. */
export const FIXTURE_ZIP = {
  content: "not a real package",
  sha256: createHash("sha256").update("not a real package").digest("base64"),
  codeDigest: createHash("sha256").update("no files").digest("hex"),
};

/** The stacks of the environments by id, synthesized into `cdktf.out` below the given folder. */
export function synthesizeTo(outdir: string, environments: readonly Environment[]): Map<string, SynthesizedStack> {
  const zipFile = path.join(outdir, "rotation-fn.zip");
  writeFileSync(zipFile, FIXTURE_ZIP.content);
  const app = new App({ outdir: path.join(outdir, "cdktf.out") });
  for (const environment of environments) {
    environmentStacks(app, environment, { ...FIXTURE_ZIP, zipFile });
  }
  app.synth();
  const stacks = path.join(outdir, "cdktf.out", "stacks");
  return new Map(
    readdirSync(stacks).map((id) => [
      id,
      new SynthesizedStack(id, readFileSync(path.join(stacks, id, "cdk.tf.json"), "utf8")),
    ]),
  );
}

/** Calls `use` with a new folder, whose name may hold spaces, and removes it when the call (or its promise) is done. */
export function inTemporaryFolder<T>(name: string, use: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), name));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  let result: T;
  try {
    result = use(folder);
  } catch (error) {
    remove();
    throw error;
  }
  if (result instanceof Promise) return result.finally(remove) as T;
  remove();
  return result;
}

/** The four stacks of one environment input, by part: `network`, `database`, `bastion`, `app-secret`. */
export function stacksOf(input: EnvironmentInput, name = "sample"): (part: string) => SynthesizedStack {
  return picker(name, [parseEnvironment(name, input)]);
}

/** The four stacks of one of the project's own environments. */
export function stacksOfOwn(name: "dev" | "staging" | "prod" | "local"): (part: string) => SynthesizedStack {
  return picker(name, [loadEnvironments()[name]]);
}

function picker(name: string, environments: readonly Environment[]): (part: string) => SynthesizedStack {
  const stacks = inTemporaryFolder("synthesized-", (folder) => synthesizeTo(folder, environments));
  return (part) => {
    const stack = stacks.get(`${name}-${part}`);
    if (stack === undefined) throw new Error(`no stack ${name}-${part}; found: ${[...stacks.keys()]}`);
    return stack;
  };
}

function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) => (key === "//" ? [] : [[key, withoutMetadata(child)]])),
  );
}
