import { TYPE_ACTIONS } from "./actions";
import { OPERATOR_ACTIONS } from "./operator-actions";

/** Every action that a policy of `ops permissions` can name by its resources, in alphabetical order. */
export const NAMED_ACTIONS: readonly string[] = [
  ...new Set([
    ...Object.values(TYPE_ACTIONS).flatMap(({ read, write = [], remove = [], lose = [] }) => [
      ...read,
      ...write,
      ...remove,
      ...lose,
    ]),
    ...OPERATOR_ACTIONS,
  ]),
].sort();
