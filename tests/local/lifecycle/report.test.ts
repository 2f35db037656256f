import { lifePage } from "../../../local/lifecycle/picture/page";
import { effectSummary, lifeReport } from "../../../local/lifecycle/report";
import { lifeProblems } from "../../../local/lifecycle/verdict";
import { brokenLife, lifeForTests } from "./lifecycle-for-tests";

describe("the verdict on a life", () => {
  test("is good when every scene held and no login failed", () => {
    expect(lifeProblems(lifeForTests())).toEqual([]);
  });

  test("names the scene that did not hold", () => {
    expect(lifeProblems(brokenLife())).toEqual(["Deploy from nothing: the plan is <not> empty"]);
  });

  test("counts failed logins, and says whose was the first", () => {
    const { clients } = lifeForTests();
    const failures = [{ atMs: 1, client: "shop web-1", reason: "login: ER_ACCESS_DENIED_ERROR" }];
    expect(lifeProblems(lifeForTests({ clients: { ...clients, failures } }))).toEqual([
      "1 logins of clients failed, the first of shop web-1: login: ER_ACCESS_DENIED_ERROR",
    ]);
  });
});

describe("the report of a life", () => {
  test("has a line for each scene with its time, what its plans did and how much was checked", () => {
    expect(lifeReport(lifeForTests())).toMatch(
      /Deploy from nothing {2}150\.0 s {2}1 created, 1 updated, 1 replaced, 1 deleted {2,}2 {2}✔/,
    );
  });

  test("says what clients saw and when they were kept from it", () => {
    const report = lifeReport(lifeForTests());
    expect(report).toMatch(/1,234 logins, 0 failed/);
    expect(report).toMatch(/none for 10\.0 s with shop: the database is frozen/);
    expect(report).toMatch(/1 succeeded, 1 failed as they should/);
    expect(report).toMatch(/Everything held\.$/);
  });

  test("does not say that passwords are nowhere when one was found", () => {
    const [scene] = brokenLife().scenes;
    if (scene === undefined) throw new Error("the life has a scene");
    const leaked = lifeReport(lifeForTests({ scenes: [{ ...scene, name: "passwords" }] }));
    expect(leaked).toMatch(/12 issued, and found where they must not be/);
    expect(lifeReport(lifeForTests())).toMatch(/12 issued, found in nothing that was written/);
  });

  test("ends with what did not hold", () => {
    const report = lifeReport(brokenLife());
    expect(report).toMatch(/✖ Deploy from nothing: the plan is <not> empty$/);
    expect(report).not.toMatch(/Everything held/);
  });

  test("counts nothing where no plan did anything", () => {
    const [scene] = lifeForTests().scenes;
    expect(effectSummary({ acts: [] } as unknown as NonNullable<typeof scene>)).toBe("");
  });
});

describe("the picture of a life", () => {
  test("is one file that loads nothing, with every scene, act, effect and fact, and no markup from the record", () => {
    const page = lifePage(brokenLife());
    expect(page).toContain("default-src 'none'");
    for (const words of ["Deploy from nothing", "aws_sns_topic.&lt;old&gt;", "1 &lt; 2 resources", "&lt;not&gt;"]) {
      expect(page).toContain(words);
    }
    expect(page).not.toMatch(/<old>|<not>|<script|https?:\/\/(?!www\.w3\.org)/);
  });
});
