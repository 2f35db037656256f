import { mkdirSync } from "node:fs";
import path from "node:path";
import { loadEnvironments } from "../../../../environments";
import { comparisonOf } from "../../../../ops/review/compare-with-base";
import { environmentsIn, readEnvironment } from "../../../../ops/review/model/synthesized";
import { MAX_REPORT_CHARACTERS, report } from "../../../../ops/review/report/report";
import { synthesizeTo } from "../../../support/synthesized-stacks";
import { temporaryFolder } from "../../../support/temporary-folder";
import { AT } from "../recorded-review";

describe("the longest reports of this project's environments", () => {
  const folder = path.join(temporaryFolder(), "all");
  mkdirSync(folder);
  synthesizeTo(folder, Object.values(loadEnvironments()));
  const outFolder = path.join(folder, "cdktf.out");
  type Stacks = ReturnType<typeof readEnvironment>;
  const lengthOf = (name: string, before: Stacks, after: Stacks): number => {
    const context = { synthesized: { before, after }, origin: [], maxCharacters: Number.POSITIVE_INFINITY };
    return report(comparisonOf(name, before, after, AT), context).markdown.length;
  };

  it.each(Object.keys(loadEnvironments()))(
    "%s fits into a comment when all of it is new, and when all of it goes",
    (name) => {
      expect(environmentsIn(outFolder)).toContain(name);
      const whole = readEnvironment(outFolder, name);
      for (const length of [lengthOf(name, [], whole), lengthOf(name, whole, [])]) {
        expect(length).toBeGreaterThan(5_000);
        expect(length).toBeLessThan(MAX_REPORT_CHARACTERS);
      }
    },
  );
});
