import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "./support/temporary-folder";

/** What a departure is from: a file of AWS's functions at a revision, or a page of AWS's documentation. */
const SOURCE = /^DEVIATION from .*(?:\/lambda_function\.py \(\S+ at [0-9a-f]{7,40}\)|\bAPI_\w+|\S+\.html)/;
const FOLDERS = ["rotation-fn", "stacks", "environments", "local", "client", "ops", "bench"];

const marked = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(REPOSITORY, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.includes("node_modules"))
    .flatMap((name) => {
      const text = readFileSync(path.join(REPOSITORY, folder, name), "utf8");
      return [...text.matchAll(/DEVIATION\b[^\n]*(?:\n \* .+)*/g)].map(([comment]) => ({
        file: path.posix.join(folder, name),
        comment: comment.replace(/\n \* /g, " "),
      }));
    }),
);

test("every DEVIATION in the code names what it departs from", () => {
  expect(marked.length).toBeGreaterThan(8);
  expect(marked.filter(({ comment }) => !SOURCE.test(comment))).toEqual([]);
});
