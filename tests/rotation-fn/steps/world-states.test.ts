import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "../../support/temporary-folder";

const FUNCTION = path.join(REPOSITORY, "rotation-fn");

/** `// State 4; otherwise state 5.` and `// States 18 and 19 of setSecret`: where a branch says which state of the world it handles. */
interface NamedStates {
  readonly file: string;
  readonly comment: string;
  readonly states: readonly number[];
}

const named: readonly NamedStates[] = readdirSync(FUNCTION, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) => {
    const source = readFileSync(path.join(FUNCTION, file), "utf8");
    return [...source.matchAll(/\/\/ States? .*/g)].map(([comment]) => ({
      file,
      comment,
      states: [...comment.matchAll(/\d+/g)].map(Number),
    }));
  });

/** The numbers of the list in a step's docstring. */
function statesOf(file: string): readonly number[] {
  const source = readFileSync(path.join(FUNCTION, "steps", file), "utf8");
  return [...source.matchAll(/^ \*\s{1,2}(\d+)\. /gm)].map(([, state]) => Number(state));
}

test.each([
  ["createSecret", "create-secret.ts"],
  ["setSecret", "set-secret.ts"],
  ["testSecret", "test-secret.ts"],
  ["finishSecret", "finish-secret.ts"],
])("a branch names each numbered state of the world that %s can find", (step, file) => {
  const states = statesOf(file);
  expect(states.length).toBeGreaterThan(4);
  const ownFiles = (of: NamedStates): boolean =>
    of.file === path.join("steps", file) || (step === "setSecret" && of.file.startsWith("strategies"));
  const handled = new Set(
    named.filter((of) => of.comment.includes(`of ${step}`) || ownFiles(of)).flatMap((of) => of.states),
  );
  expect(states.filter((state) => !handled.has(state))).toEqual([]);
});
