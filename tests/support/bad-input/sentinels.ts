import { everythingOf, formsOf } from "../secret-forms";

/** Passwords as the function makes them and as password managers do: what a person may have pasted anywhere. */
export const SENTINELS = ["Zq7~tR2.xW9_kM4-vB6nH3sD8fJ1gL5cP0y", "uG5hT8wQ2eR7yU1iO4pA9sD6fK3jL0zXcV"] as const;

const PIECE_CHARACTERS = 12;
const STEP_CHARACTERS = 6;

/** Every form of a sentinel, and pieces of it, of which each run of 17 characters holds one. */
const NEEDLES = SENTINELS.flatMap((sentinel) => [...formsOf(sentinel), ...piecesOf(sentinel)]).map((form) =>
  form.toLowerCase(),
);

function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at + PIECE_CHARACTERS <= text.length; at += STEP_CHARACTERS)
    pieces.push(text.slice(at, at + PIECE_CHARACTERS));
  return pieces;
}

/** What of the sentinels can be read in an error, with its causes and properties, and in the lines of a log. */
export function sentinelsIn(error: unknown, lines: readonly string[] = []): readonly string[] {
  const said = [everythingOf(error), ...lines].join("\n").toLowerCase();
  return NEEDLES.filter((needle) => said.includes(needle));
}
