import { readFileSync } from "node:fs";
import { askedSeries, isOfSeries, SERIES } from "../../../local/mysql/series";
import { testMysql } from "../../support/mysql";

describe("the series that MYSQL_VERSION asks for", () => {
  it("is one of those that are tested, or any where it is unset or empty", () => {
    for (const series of SERIES) expect(askedSeries({ MYSQL_VERSION: series })).toBe(series);
    for (const environment of [{}, { MYSQL_VERSION: "" }]) expect(askedSeries(environment)).toBeUndefined();
  });

  it.each(["8", "8.0.45", "8.1", "9.7", "latest", "10"])("is not %s: refused with what is allowed", (MYSQL_VERSION) => {
    expect(() => askedSeries({ MYSQL_VERSION })).toThrow(
      expect.objectContaining({
        code: "mysql_version_unusable",
        message: expect.stringMatching(/; allowed: 8\.0, 8\.4, 9; what to do: /),
      }),
    );
  });

  it.each([
    ["8.0.45", "8.0"],
    ["8.0.39-log", "8.0"],
    ["8.4.9", "8.4"],
    ["9.7.4-2", "9"],
  ] as const)("takes %s for %s and nothing else", (version, series) => {
    expect(SERIES.filter((one) => isOfSeries(version, one))).toEqual([series]);
  });

  it.each(["8.40.1", "80.0.1", "90.1.0", "26.7.0"])("takes %s for none", (version) => {
    expect(SERIES.filter((one) => isOfSeries(version, one))).toEqual([]);
  });

  it("is the one that this very run is on", () => {
    const asked = askedSeries(process.env);
    expect(asked === undefined || isOfSeries(testMysql().version, asked)).toBe(true);
  });

  it("is each of them in the workflow for GitHub", () => {
    const workflow = readFileSync(".github/workflows/ci.yml", "utf8");
    expect(/^ +mysql: (\[.*\])$/m.exec(workflow)?.[1]).toBe(JSON.stringify(SERIES).replaceAll(",", ", "));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
    expect(workflow).toContain("MYSQL_VERSION: ${{ matrix.mysql }}");
  });
});
