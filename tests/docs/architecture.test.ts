import { readFileSync } from "node:fs";
import path from "node:path";
import { THEMES } from "../../tools/architecture-pictures/drawing";
import { effectsOf } from "../../tools/architecture-pictures/rotation-picture";
import { architecturePictures } from "../../tools/architecture-pictures/write";
import { contrast } from "../support/contrast";

const page = readFileSync(path.join(__dirname, "..", "..", "docs", "architecture.md"), "utf8");
const pictures = architecturePictures().map((picture) => ({ ...picture, name: path.basename(picture.file) }));

describe("docs/architecture.md", () => {
  it.each(pictures)("has $name as `npm run docs` draws it now", ({ file, svg }) => {
    expect(readFileSync(file, "utf8")).toBe(svg);
  });

  it.each(pictures)(
    "shows $name with an alternative text, and the file has a title and a description",
    ({ name, svg }) => {
      const [, alternative = ""] = new RegExp(`!\\[([^\\]]+)\\]\\(pictures/${name}\\)`).exec(page) ?? [];
      expect(alternative.length).toBeGreaterThan(40);
      expect(svg).toMatch(/<title id="title">[^<]{10,}<\/title><desc id="description">[^<]{80,}<\/desc>/);
    },
  );
});

describe("the pictures", () => {
  it("contrast by WCAG AA: 4.5 for text, 3 for lines", () => {
    for (const { background, ink, muted, frame, box, value, line } of Object.values(THEMES)) {
      for (const colour of [ink, muted, value]) expect(contrast(colour, background)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(ink, box)).toBeGreaterThanOrEqual(4.5);
      for (const colour of [frame, line]) expect(contrast(colour, background)).toBeGreaterThanOrEqual(3);
    }
  });

  it("keep every text inside", () => {
    for (const { svg } of pictures) {
      const texts = [...svg.matchAll(/<text x="([\d.]+)" y="[\d.]+" class="([^"]*)">([^<]*)<\/text>/g)];
      expect(texts.length).toBeGreaterThan(8);
      const ends = texts.map(([, x, className = "", content = ""]) => {
        const width = content.length * 7.2; // DejaVu Sans at 13 pixels, the widest of the common fonts, in the mean
        const start = Number(x) - (className.includes("end") ? width : className.includes("mid") ? width / 2 : 0);
        return { content, start, end: start + width };
      });
      expect(ends.filter(({ start, end }) => start < -8 || end > 448)).toEqual([]);
    }
  });

  it("refuse a step whose effect they do not know", () => {
    expect(() => effectsOf("setSecret", "export async function setSecret() {\n}\n")).toThrow(
      "no effect of set-secret.ts",
    );
  });
});
