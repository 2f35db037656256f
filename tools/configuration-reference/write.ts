import path from "node:path";
import { environmentSchema } from "../../environments/schema";
import { readDocstrings } from "./docstrings";
import { page } from "./page";
import { schemaKeys } from "./schema-keys";

const ROOT = path.resolve(__dirname, "..", "..");

/** Where the page lies. */
export const PAGE_FILE = path.join(ROOT, "docs", "configuration.md");

/** The page as it should be: the schema's keys with their types, defaults and rules, and the docstrings about them. */
export function configurationPage(): string {
  const docstrings = readDocstrings(path.join(ROOT, "environments"));
  return page(schemaKeys(environmentSchema, docstrings));
}
