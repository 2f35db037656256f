import { writeFileSync } from "node:fs";
import path from "node:path";
import { readDocstrings } from "../../../tools/configuration-reference/docstrings";
import { temporaryFolder } from "../../support/temporary-folder";

const SOURCE = `
// Not a docstring – and not ASCII: ä.
/** An address. */
export const address = text(/x/);
const others = {
  /** What else. */
  other: text(/x/).default("y"),
} as const;
/**
 * The whole,
 * in two lines.
 */
export const whole = section({
  /** How *wide* it is. */
  width: number(),
  /* no docstring */
  height: number(),
  address: address.optional(),
  ...others,
}).superRefine(check);
const alone = section(others);
`;

function docstringsOf(source: string) {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "schema.ts"), source);
  return readDocstrings(folder);
}

describe("the docstrings of a section", () => {
  const docstrings = docstringsOf(SOURCE);

  test("are those before its keys, of the schemas that keys name, and of what is spread into it", () => {
    expect(docstrings.forSection(["other", "width", "height", "address"])).toEqual({
      width: "How *wide* it is.",
      height: undefined,
      address: "An address.",
      other: "What else.",
    });
  });

  test("are found where the keys were written elsewhere", () => {
    expect(docstrings.forSection(["other"])).toEqual({ other: "What else." });
  });

  test("hold the one about the section itself, as one line", () => {
    expect(docstrings.aboutSection(["width", "height", "address", "other"])).toBe("The whole, in two lines.");
  });

  test("do not exist for keys that no source has together", () => {
    expect(docstrings.forSection(["width"])).toBeUndefined();
  });
});
