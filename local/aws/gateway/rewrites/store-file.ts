import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Store } from "./rewrite";

/** A store in a JSON file, written at each change. It holds nothing secret. */
export function openStore(file: string): Store {
  const texts = new Map<string, string>(read(file));
  const keep = (): void => {
    const unfinished = `${file}.unfinished`;
    writeFileSync(unfinished, JSON.stringify([...texts]), { mode: 0o600 });
    renameSync(unfinished, file);
  };
  return {
    get: (key) => texts.get(key),
    set(key, text) {
      texts.set(key, text);
      keep();
    },
    delete(key) {
      if (texts.delete(key)) keep();
    },
  };
}

function read(file: string): [string, string][] {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    const problem = `${file} is not as a local AWS wrote it: ${error instanceof Error ? error.message : error}`;
    throw new Error(`${problem}; what to do: put it back, or remove the whole folder and deploy anew`, {
      cause: error,
    });
  }
}
