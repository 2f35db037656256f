import { element } from "../../terminal/markup";

/**
 * Colours say which database user (of a single one: which password), fill says which label, shape says whether it worked; so nothing depends on telling two hues
 * apart. Blue and amber differ in lightness too, for people who see no or other colours (after Okabe and Ito). The rules are plain
 * classes, because some viewers of SVG know no CSS variables.
 */
interface Theme {
  readonly background: string;
  readonly panel: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly band: string;
  readonly step: readonly [string, string];
  readonly failure: string;
  readonly users: readonly { readonly colour: string; readonly ink: string }[];
}

/** Text contrasts with what is behind it by WCAG AA (4.5), a shape with its panel (3); a test computes it. */
export const LIGHT: Theme = {
  background: "#ffffff",
  panel: "#f6f8fa",
  ink: "#1c2430",
  muted: "#5b6673",
  grid: "#dfe4ea",
  band: "#d5dce5",
  step: ["#3f4c5c", "#76869a"],
  failure: "#c4002b",
  users: [
    { colour: "#0063a8", ink: "#ffffff" },
    { colour: "#b87700", ink: "#1a1200" },
    { colour: "#007a5e", ink: "#ffffff" },
  ],
};

export const DARK: Theme = {
  background: "#0f141b",
  panel: "#171e27",
  ink: "#e8edf3",
  muted: "#9aa7b5",
  grid: "#2a333f",
  band: "#33404f",
  step: ["#c3cedb", "#8494a6"],
  failure: "#ff5d73",
  users: [
    { colour: "#58a9f5", ink: "#04182b" },
    { colour: "#f4b83a", ink: "#241a00" },
    { colour: "#35c29c", ink: "#00261c" },
  ],
};

/** How many users have a colour of their own; a further one takes the first again. */
export const USER_COLOURS = LIGHT.users.length;

/** The class of the user, or password, at this place of {@link import("./label-lanes").LabelLanes}. */
export function userClass(index: number): string {
  return `u${Math.max(0, index) % USER_COLOURS}`;
}

/** Style sheet and patterns of the picture: light by default, dark where the reader prefers it. */
export function styleAndPatterns(): string {
  const css = `${BASE}${themed(LIGHT)}@media(prefers-color-scheme:dark){${themed(DARK)}}`;
  return element("style", {}, css) + element("defs", {}, ...LIGHT.users.map((_, index) => hatch(index)));
}

const BASE = [
  "text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}",
  ".title{font-size:25px;font-weight:650}.subtitle{font-size:14px}.heading{font-size:15px;font-weight:650}",
  ".small{font-size:11px}.strong{font-weight:600}.end{text-anchor:end}.mid{text-anchor:middle}",
  ".dot{fill:none;stroke-linecap:round;stroke-width:4.6}.hole{fill:none;stroke-linecap:round;stroke-width:2.2}",
  ".current{stroke:none}.previous{fill-opacity:.2;stroke-width:1}",
  ".pending{stroke-width:1.4}.leader{fill:none;stroke-width:1}.commit{stroke-width:1.6;stroke-dasharray:5 3}",
  ".cross{stroke-width:3.4;stroke-linecap:round;fill:none}.fail-line{stroke-width:1.6}.fail-text{font-weight:700}",
  ".halo{paint-order:stroke;stroke-width:4;stroke-linejoin:round}",
].join("");

function themed(theme: Theme): string {
  const users = theme.users.map(({ colour, ink }, index) => {
    const user = `.u${index}`;
    return [
      `${user}.dot{stroke:${colour}}${user}.current,${user}.key{fill:${colour}}${user}.on{fill:${ink}}`,
      `${user}.previous{fill:${colour};stroke:${colour}}${user}.pending{fill:url(#hatch${index});stroke:${colour}}`,
      `.hatch${index}{stroke:${colour}}`,
    ].join("");
  });
  return [
    `.bg{fill:${theme.background}}.panel{fill:${theme.panel}}.hole,.halo{stroke:${theme.panel}}.hole.on-bg{stroke:${theme.background}}`,
    `text{fill:${theme.ink}}.muted{fill:${theme.muted}}.grid{stroke:${theme.grid}}.leader{stroke:${theme.muted}}`,
    `.band{fill:${theme.band};fill-opacity:.55}.s0{fill:${theme.step[0]}}.s1{fill:${theme.step[1]}}`,
    `.commit{stroke:${theme.ink}}`,
    `.cross,.fail-line{stroke:${theme.failure}}.fail-text,.fail-band{fill:${theme.failure}}.fail-band{fill-opacity:.16}`,
    ...users,
  ].join("");
}

function hatch(index: number): string {
  const stroke = element("path", { d: "M-1 7L7 -1M-1 1L1 -1M5 7L7 5", class: `hatch${index}`, "stroke-width": 1.6 });
  return element("pattern", { id: `hatch${index}`, width: 6, height: 6, patternUnits: "userSpaceOnUse" }, stroke);
}
