import { readFileSync } from "node:fs";
import path from "node:path";
import { element, text } from "../../local/terminal/markup";
import { STEPS, type StepName } from "../../rotation-fn/ports/rotation-steps";
import { arrow, svg, WIDTH } from "./drawing";

const FOLDER = path.join(__dirname, "..", "..", "rotation-fn", "steps");
const FILES: Readonly<Record<StepName, string>> = {
  createSecret: "create-secret.ts",
  setSecret: "set-secret.ts",
  testSecret: "test-secret.ts",
  finishSecret: "finish-secret.ts",
};

const LIVES = { secrets: 62, function: 214, database: 384 };

interface Effect {
  /** The call in the step's file. */
  readonly call: RegExp;
  readonly on: "secrets" | "database";
  readonly words: string;
}

/** What a step does outside of the function. The commit and the write-ahead log are what a reader looks for. */
const EFFECTS: readonly Effect[] = [
  { call: /await readCurrent\(rotation\)/, on: "secrets", words: "read AWSCURRENT" },
  { call: /await readPending\(rotation\)/, on: "secrets", words: "read AWSPENDING" },
  { call: /secrets\.store\(\{[^}]*label: "AWSPENDING"/, on: "secrets", words: "store AWSPENDING" },
  { call: /strategy\.change\(/, on: "database", words: "rights, then password" },
  { call: /await signIn\(/, on: "database", words: "log in as pending" },
  { call: /secrets\.moveCurrent\(/, on: "secrets", words: "move AWSCURRENT" },
];

/** What each step does, in the order of its file, without what only a failure or another process needs. Throws when a step's file has none of the known effects. */
export function effectsOf(
  step: StepName,
  source = readFileSync(path.join(FOLDER, FILES[step]), "utf8"),
): readonly Effect[] {
  const exported = [...source.matchAll(/^export async function .*?^}/gms)].map(([body]) => body).join("\n");
  const found = EFFECTS.map((effect) => ({ effect, at: exported.search(effect.call) })).filter(({ at }) => at >= 0);
  if (found.length === 0) throw new Error(`the picture knows no effect of ${FILES[step]}: add its call to EFFECTS`);
  return found.sort((one, other) => one.at - other.at).map(({ effect }) => effect);
}

/** One rotation as a sequence of calls between Secrets Manager, the function and the database. */
export function rotationPicture(): string {
  const heads = { secrets: "Secrets Manager", function: "function", database: "database" };
  const parts = Object.entries(heads).map(([name, label]) =>
    text(LIVES[name as keyof typeof LIVES], 24, "strong mid", label),
  );
  const said: string[] = [];
  let y = 58;
  for (const step of STEPS) {
    const effects = effectsOf(step);
    parts.push(element("path", { d: `M10 ${y - 20}L${WIDTH - 10} ${y - 20}`, class: "life" }));
    parts.push(text((LIVES.secrets + LIVES.function) / 2, y - 4, "strong mid", step));
    parts.push(arrow(`Secrets Manager invokes ${step}`, [LIVES.secrets, y + 4], [LIVES.function - 1, y + 4]));
    y += 30;
    for (const { on, words } of effects) {
      const isBold = /store|move|password/.test(words);
      parts.push(text((LIVES.function + LIVES[on]) / 2, y - 4, isBold ? "value strong mid" : "mid", words));
      parts.push(arrow(`${step}: ${words}`, [LIVES.function, y + 4], [LIVES[on] + (on === "secrets" ? 1 : -1), y + 4]));
      y += 30;
    }
    y += 12;
    said.push(`${step}: ${effects.map(({ words }) => words).join(", ")}`);
  }
  const lives = Object.values(LIVES).map((x) => element("path", { d: `M${x} 32L${x} ${y - 18}`, class: "life" }));
  return svg(y - 8, "One rotation, call by call", `${said.join(". ")}.`, [...lives, ...parts]);
}
