import { lifecyclePage } from "../../../local/lifecycle/picture/page";
import { effectSummary, lifecycleReport } from "../../../local/lifecycle/report";
import { lifecycleProblems } from "../../../local/lifecycle/verdict";
import { brokenLifecycle, lifecycleForTests } from "./lifecycle-for-tests";

describe("the verdict on a lifecycle run", () => {
  test("is good when every scenario held and no login failed", () => {
    expect(lifecycleProblems(lifecycleForTests())).toEqual([]);
  });

  test("names the scenario that did not hold", () => {
    expect(lifecycleProblems(brokenLifecycle())).toEqual(["Deploy from nothing: the plan is <not> empty"]);
  });

  const failedLogin = (client: string) => ({ atMs: 1, client, reason: "login: ER_ACCESS_DENIED_ERROR" });
  const problemsWith = (failures: readonly ReturnType<typeof failedLogin>[]) => {
    const { clients } = lifecycleForTests();
    return lifecycleProblems(lifecycleForTests({ clients: { ...clients, failures } }));
  };

  test("counts failed logins, and says whose was the first", () => {
    expect(problemsWith([failedLogin("shop web-1")])).toEqual([
      "1 login of shop web-1 failed, the first of shop web-1: login: ER_ACCESS_DENIED_ERROR",
    ]);
  });

  test("is one short line, however many logins failed", () => {
    const failures = Array.from({ length: 600 }, (_, index) => failedLogin(`secret-${index % 12} worker`));
    const [problem = "", ...more] = problemsWith(failures);
    expect(more).toEqual([]);
    expect(problem).toMatch(
      /^600 logins of secret-0 worker, .*, secret-7 worker, 4 more failed, the first of secret-0/,
    );
    expect(problem.length).toBeLessThan(300);
  });
});

describe("the report of a lifecycle run", () => {
  test("has a line for each scenario with its time, what its plans did and how much was checked", () => {
    expect(lifecycleReport(lifecycleForTests())).toMatch(
      /Deploy from nothing {2}150\.0 s {2}1 created, 1 updated, 1 replaced, 1 deleted {2,}2 {2}✔/,
    );
  });

  test("says how many environments were played side by side", () => {
    expect(lifecycleReport(lifecycleForTests())).toMatch(/^The lifecycle of an environment: 200\.0 s\n/);
    expect(lifecycleReport(lifecycleForTests({ environments: 2 }))).toMatch(
      /^The lifecycle of 2 environments, side by side: /,
    );
  });

  test("says what clients saw and when they were kept from it", () => {
    const report = lifecycleReport(lifecycleForTests());
    expect(report).toMatch(/1,234 logins, 0 failed/);
    expect(report).toMatch(/none for 10\.0 s with shop: the database is frozen/);
    expect(report).toMatch(/1 succeeded, 1 failed as they should/);
    expect(report).toMatch(/All checks passed\.$/);
  });

  test("does not say that passwords are nowhere when one was found", () => {
    const [scenario] = brokenLifecycle().scenarios;
    if (scenario === undefined) throw new Error("the run has a scenario");
    const leaked = lifecycleReport(lifecycleForTests({ scenarios: [{ ...scenario, name: "passwords" }] }));
    expect(leaked).toMatch(/12 issued, and found where they must not be/);
    expect(lifecycleReport(lifecycleForTests())).toMatch(/12 issued, found in nothing that was written/);
  });

  test("ends with what did not hold", () => {
    const report = lifecycleReport(brokenLifecycle());
    expect(report).toMatch(/✖ Deploy from nothing: the plan is <not> empty$/);
    expect(report).not.toMatch(/All checks passed/);
  });

  test("counts nothing where no plan did anything", () => {
    const [scenario] = lifecycleForTests().scenarios;
    expect(effectSummary({ steps: [] } as unknown as NonNullable<typeof scenario>)).toBe("");
  });
});

describe("the picture of a lifecycle run", () => {
  test("writes counts as the report does", () => {
    expect(lifecyclePage(lifecycleForTests())).toContain(">1,234 logins, 0 failed<");
  });

  test("is one file that loads nothing, with every scenario, step, effect and check, and no markup from the record", () => {
    const page = lifecyclePage(brokenLifecycle());
    expect(page).toContain("default-src 'none'");
    for (const words of ["Deploy from nothing", "aws_sns_topic.&lt;old&gt;", "1 &lt; 2 resources", "&lt;not&gt;"]) {
      expect(page).toContain(words);
    }
    expect(page).toContain("150.0 s, failed</text>");
    expect(page).toContain('<div class="scroll" role="region" aria-label="Deploy from nothing" tabindex="0">');
    expect(page.match(/<th scope="col">/g)).toHaveLength(4);
    expect(page).toMatch(/<figure tabindex="0"><svg [\s\S]*<figcaption>Bars are scenarios/);
    expect(page).not.toMatch(/<old>|<not>|<script|https?:\/\/(?!www\.w3\.org)/);
  });
});
