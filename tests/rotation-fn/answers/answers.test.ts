import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { STRATEGY_NAMES, type StrategyName } from "../../../rotation-fn/settings";
import { forgetStarts, record } from "./recording";
import { CALLS, type Call, type Engine, type State } from "./state";
import { STATES } from "./states";

/** Set to write the recordings anew; then read the difference before it is committed. */
const IS_WRITING = process.env.WRITE_ANSWERS !== undefined;
const RECORDED = path.join(__dirname, "recorded");
/** Recorded whole. Of the others only what is different from the usual state with as many rotations; a dot for each line that is not. */
const USUAL: readonly State[] = [
  { name: "provisioned", engines: ["mysql", "mariadb"] },
  { name: "after one rotation", engines: ["mysql", "mariadb"], rotations: 1 },
];

/** What it does, logs and answers in each state: recorded/<state>.txt. */
describe("what the function does", () => {
  // `npm run mutation` runs this file once for each changed function, in one process.
  beforeAll(() => {
    usualLines.clear();
    forgetStarts();
  });

  it.each([...USUAL, ...STATES])("$name", async (state) => {
    const text = await recorded(state);
    const file = path.join(RECORDED, fileOf(state));
    if (IS_WRITING) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, "utf8"));
  });

  it("is recorded for these states and no others", () => {
    expect(readdirSync(RECORDED).sort()).toEqual([...USUAL, ...STATES].map(fileOf).sort());
  });
});

function fileOf({ name }: State): string {
  return `${name.replace(/[^A-Za-z0-9]+/g, "-")}.txt`;
}

/** A section for each call whose lines are not usual; one for several where they are the same. */
async function recorded(state: State): Promise<string> {
  const sections = new Map<string, string[]>();
  const add = (title: string, told: readonly string[]): void => {
    const text = told.join("\n");
    if (told.length > 0) sections.set(text, [...(sections.get(text) ?? []), title]);
  };
  for (const call of state.calls ?? CALLS) {
    for (const strategy of state.strategies ?? STRATEGY_NAMES) {
      for (const engine of state.engines ?? (["mysql"] as const)) {
        for (const [variant, prepare] of Object.entries(state.variants ?? { "": state.prepare })) {
          const situation = prepare === undefined ? state : { ...state, prepare };
          const lines = await record(situation, strategy, engine, call);
          const usualOnes = await usual(state.rotations ?? 0, strategy, engine, call);
          const title = `## ${call}: ${strategy}, ${engine}${variant === "" ? "" : `, ${variant}`}`;
          add(title, USUAL.includes(state) ? lines : different(lines, usualOnes));
        }
      }
    }
  }
  return [...sections].map(([told, titles]) => `${[...titles, told].join("\n")}\n`).join("\n");
}

const usualLines = new Map<string, ReadonlySet<string>>();

async function usual(
  rotations: number,
  strategy: StrategyName,
  engine: Engine,
  call: Call,
): Promise<ReadonlySet<string>> {
  const key = `${rotations} ${strategy} ${engine} ${call}`;
  const known = usualLines.get(key) ?? new Set(await record({ name: key, rotations }, strategy, engine, call));
  usualLines.set(key, known);
  return known;
}

/** The lines that are not usual, and of the others a dot each, several in one line. Nothing where all are usual. */
function different(lines: readonly string[], usualOnes: ReadonlySet<string>): string[] {
  const told: string[] = [];
  for (const line of lines) {
    if (!usualOnes.has(line)) told.push(line);
    else if (/^\.+$/.test(told.at(-1) ?? "")) told.push(`${told.pop()}.`);
    else told.push(".");
  }
  return told.length === 1 && told[0]?.length === lines.length ? [] : told;
}
