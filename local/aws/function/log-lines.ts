import type { Readable } from "node:stream";

const MAX_LINES = 2_000;

/** The last lines that a function wrote, from all its processes. */
export interface LogLines {
  /** Reads a stream line by line; an unfinished line counts when the stream ends. */
  follow(stream: Readable): void;
  /** The lines so far, oldest first; at most 2,000 of them. */
  lines(): string[];
}

export function createLogLines(onLog: ((line: string) => void) | undefined): LogLines {
  const kept: string[] = [];
  const take = (line: string): void => {
    kept.push(line);
    if (kept.length > MAX_LINES) kept.shift();
    onLog?.(line);
  };
  return {
    lines: () => [...kept],
    follow: (stream) => {
      let rest = "";
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        lines.forEach(take);
      });
      stream.on("end", () => {
        if (rest !== "") take(rest);
      });
    },
  };
}
