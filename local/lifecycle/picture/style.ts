/** Colours of the drawing. */
interface Theme {
  readonly ground: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly scenario: string;
  readonly step: string;
  readonly failed: string;
  readonly pause: string;
  readonly rotation: string;
}

/** Text contrasts with the ground by WCAG AA (4.5), shapes by 3; a test computes it. The lines of the minutes only guide the eye. */
export const THEMES: Readonly<Record<"light" | "dark", Theme>> = {
  light: {
    ground: "#ffffff",
    ink: "#1c2430",
    muted: "#5b6673",
    grid: "#dfe4ea",
    scenario: "#3f4c5c",
    step: "#2f86d6",
    failed: "#c4002b",
    pause: "#9a6400",
    rotation: "#007a5e",
  },
  dark: {
    ground: "#0f141b",
    ink: "#e8edf3",
    muted: "#9aa7b5",
    grid: "#2a333f",
    scenario: "#c3cedb",
    step: "#58a9f5",
    failed: "#ff5d73",
    pause: "#f4b83a",
    rotation: "#35c29c",
  },
};

const BASE =
  "text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}" +
  ".head{font-weight:650}.time{font-size:11px}.mid{text-anchor:middle}.end{text-anchor:end}.pause{fill-opacity:.35}.broken{stroke-width:2}";

/** Style sheet of the drawing: light by default, dark where the reader prefers it. */
export const STYLE = `${BASE}${themed(THEMES.light)}@media(prefers-color-scheme:dark){${themed(THEMES.dark)}}`;

function themed({ ground, ink, muted, grid, scenario, step, failed, pause, rotation }: Theme): string {
  return (
    `text{fill:${ink}}.time{fill:${muted}}.ground{fill:${ground}}.grid{stroke:${grid}}.scenario{fill:${scenario}}.step{fill:${step}}` +
    `.failed{fill:${failed}}.pause{fill:${pause};stroke:${pause}}.rotation{fill:${rotation}}.broken{fill:none;stroke:${failed}}`
  );
}
