import type { FunctionKind } from "../world/function-under-test";
import { type Column, numbers } from "./table";

/** A column for this project's function under the figure's name, and one beside it for each other function under its own. */
export function sideBySide(kinds: readonly FunctionKind[], figure: string): Column[] {
  return kinds.map(({ key, title }) => numbers(key === "own" ? figure : title));
}
