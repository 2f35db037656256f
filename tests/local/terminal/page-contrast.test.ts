import { THEMES } from "../../../local/lifecycle/picture/style";
import { DARK, LIGHT } from "../../../local/rehearsal/picture/style";
import { PAGE_STYLE } from "../../../local/terminal/page-style";
import { contrast } from "../../support/contrast";

/** The values of custom properties: those of light, and for dark the later ones. */
function colours(css: string): Record<string, string> {
  return Object.fromEntries([...css.matchAll(/--(\w+): (#\w{6})/g)].map(([, name = "", value = ""]) => [name, value]));
}

describe("the pages of rehearsal and lifecycle contrast by WCAG AA", () => {
  const [light = "", dark = ""] = PAGE_STYLE.split("@media (prefers-color-scheme: dark)");

  it.each([
    ["light", colours(light)],
    ["dark", colours(dark)],
  ])("in text, %s", (_, { ink = "", muted = "", ground = "", panel = "", failure = "" }) => {
    for (const text of [ink, muted, failure]) expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(muted, panel)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ["light", LIGHT],
    ["dark", DARK],
  ])("in the rehearsal's picture, %s", (_, { background, panel, ink, muted, failure, step, users }) => {
    for (const text of [ink, muted]) expect(contrast(text, background)).toBeGreaterThanOrEqual(4.5);
    for (const text of [ink, muted, failure]) expect(contrast(text, panel)).toBeGreaterThanOrEqual(4.5);
    for (const shape of [...step, ...users.map(({ colour }) => colour)]) {
      expect(contrast(shape, panel)).toBeGreaterThanOrEqual(3);
    }
    for (const user of users) expect(contrast(user.ink, user.colour)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(THEMES))("in the lifecycle's picture, %s", (_, { ground, ink, muted, ...shapes }) => {
    for (const text of [ink, muted]) expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
    const { scenario, step, failed, pause, rotation } = shapes;
    for (const shape of [scenario, step, failed, pause, rotation]) {
      expect(contrast(shape, ground)).toBeGreaterThanOrEqual(3);
    }
  });
});
