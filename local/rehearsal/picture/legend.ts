import { element, tenth, text } from "../../terminal/markup";
import { LAYOUT } from "./layout";
import { textWidth } from "./text-width";

/** Draws one sample of the legend at this place and says how wide it is. */
interface Entry {
  readonly label: string;
  readonly width: number;
  sample(x: number, y: number): string;
}

const ENTRIES: readonly Entry[] = [
  { label: "AWSCURRENT", width: 30, sample: (x, y) => bars(x, y, "current") },
  { label: "AWSPREVIOUS", width: 30, sample: (x, y) => bars(x, y, "previous") },
  { label: "AWSPENDING", width: 30, sample: (x, y) => bars(x, y, "pending") },
  { label: "step", width: 22, sample: (x, y) => step(x, y) },
  { label: "login with the current credential", width: 18, sample: (x, y) => dots(x, y, false) },
  { label: "login with a replaced credential", width: 18, sample: (x, y) => dots(x, y, true) },
  { label: "failed login", width: 16, sample: (x, y) => cross(x, y) },
];

/** One line that explains fills and shapes; colours are explained by the names of the user lanes. `y` is its middle. */
export function legend(y: number): string {
  let x: number = LAYOUT.margin;
  return ENTRIES.map((entry) => {
    const markup = entry.sample(x, y) + text(x + entry.width + 6, y + 4, "muted", entry.label);
    x += entry.width + 6 + textWidth(entry.label) + 16;
    return markup;
  }).join("");
}

function bars(x: number, y: number, kind: string): string {
  const half = (index: number) =>
    element("rect", { class: `u${index} ${kind}`, x: x + index * 15, y: y - 6, width: 14, height: 12, rx: 2.5 });
  return half(0) + half(1);
}

function step(x: number, y: number): string {
  const half = (index: number) =>
    element("rect", { class: `s${index}`, x: x + index * 11, y: y - 6, width: 10, height: 12, rx: 2 });
  return half(0) + half(1);
}

function dots(x: number, y: number, hollow: boolean): string {
  const dot = (index: number) => {
    const d = `M${tenth(x + 4 + index * 9)} ${tenth(y)}h.01`;
    return element("path", { class: `dot u${index}`, d }) + (hollow ? element("path", { class: "hole on-bg", d }) : "");
  };
  return dot(0) + dot(1);
}

function cross(x: number, y: number): string {
  return element("path", { class: "cross", d: `M${tenth(x + 2)} ${tenth(y - 5)}l10 10m0 -10l-10 10` });
}
