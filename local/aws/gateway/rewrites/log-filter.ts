import { readFilterPattern } from "./filter-pattern";
import type { Rewrite } from "./rewrite";

interface Filtered {
  readonly events?: readonly { readonly message: string }[];
}

export const logFilter: Rewrite = {
  service: "logs",
  actions: ["FilterLogEvents"],
  why: "moto does not read filter patterns for JSON and answers with every event: the runbook's first command shows a line that did not fail",
  what: "leaves out the events that do not meet the pattern",
  patch(answer, request) {
    const pattern = readFilterPattern(String(request.json?.filterPattern ?? ""));
    if (pattern === undefined) return answer;
    const found = JSON.parse(String(answer.body)) as Filtered;
    return {
      ...answer,
      body: JSON.stringify({ ...found, events: (found.events ?? []).filter(({ message }) => pattern(message)) }),
    };
  },
};
