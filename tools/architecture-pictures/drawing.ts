import { element, text, tip } from "../../local/terminal/markup";

/** All pictures are this wide: on a phone a page shows them at four fifths of their size, and the text stays readable. */
export const WIDTH = 440;

interface Theme {
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly frame: string;
  readonly box: string;
  readonly value: string;
  readonly line: string;
}

/** Text and lines contrast with what is behind them by WCAG AA (4.5 and 3); a test computes it. */
export const THEMES: Readonly<Record<"light" | "dark", Theme>> = {
  light: {
    background: "#ffffff",
    ink: "#1c2430",
    muted: "#525d6a",
    frame: "#7a8694",
    box: "#eaf2fa",
    value: "#8a4b00",
    line: "#0063a8",
  },
  dark: {
    background: "#0f141b",
    ink: "#e8edf3",
    muted: "#a5b1be",
    frame: "#6f7d8d",
    box: "#1b2836",
    value: "#f4b83a",
    line: "#58a9f5",
  },
};

const BASE =
  "text{font:13px system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}.strong{font-weight:650}.mid{text-anchor:middle}.end{text-anchor:end}" +
  ".frame,.life{fill:none}.frame{stroke-dasharray:6 4}.life{stroke-dasharray:2 4}.line{fill:none;stroke-width:1.6}";

function themed({ background, ink, muted, frame, box, value, line }: Theme): string {
  return (
    `.bg{fill:${background}}text{fill:${ink}}.muted{fill:${muted}}.frame,.life{stroke:${frame}}.box{fill:${box};stroke:${line}}` +
    `.value{fill:${value}}.line{stroke:${line}}.head,.bar{fill:${line}}.pale{fill:${box};stroke:${line}}`
  );
}

/** A picture as one SVG file: `title` is what a screen reader says first, `description` says all that the picture shows. */
export function svg(height: number, title: string, description: string, parts: readonly string[]): string {
  const style = `${BASE}${themed(THEMES.light)}@media(prefers-color-scheme:dark){${themed(THEMES.dark)}}`;
  const head = element("path", { d: "M0 0L8 4L0 8z", class: "head" });
  const marker = { id: "head", markerWidth: 8, markerHeight: 8, refX: 7, refY: 4, orient: "auto" };
  const size = { viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height };
  return `${element(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", ...size, role: "img", "aria-labelledby": "title description" },
    element("title", { id: "title" }, title),
    element("desc", { id: "description" }, description),
    element("style", {}, style),
    element("defs", {}, element("marker", marker, head)),
    element("rect", { class: "bg", width: WIDTH, height }),
    ...parts,
  )}\n`;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box with a bold first line and further lines, centred. */
export function box(place: Box, [first = "", ...lines]: readonly string[]): string {
  const middle = place.x + place.width / 2;
  const top = place.y + place.height / 2 - lines.length * 8.5 + 4.5;
  return [
    element("rect", { ...place, rx: 6, class: "box" }),
    text(middle, top, "strong mid", first),
    ...lines.map((line, index) => text(middle, top + 17 * (index + 1), "mid", line)),
  ].join("");
}

/** A line with an arrow head, through these points. */
export function arrow(meaning: string, ...points: readonly (readonly [number, number])[]): string {
  const d = points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join("");
  return element("path", { d, class: "line", "marker-end": "url(#head)" }, tip(meaning));
}

export function frame(place: Box): string {
  return element("rect", { ...place, rx: 10, class: "frame" });
}
