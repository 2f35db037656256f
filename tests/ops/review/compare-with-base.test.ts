import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { compareWithBase, comparisonOf } from "../../../ops/review/compare-with-base";
import { exitCodeOf } from "../../../ops/review/model/counts";
import { report } from "../../../ops/review/report/report";
import { linkNodeModules, temporaryFolder } from "../../support/temporary-folder";
import { AT, recordedReview } from "./recorded-review";

describe("the comparison of two synthesized versions of an environment", () => {
  const base = recordedReview("nothing-to-do").synthesized;
  const compared = (scenario: string) => {
    const head = recordedReview(scenario).synthesized;
    const review = comparisonOf("local", base, head, AT);
    const { markdown } = report(review, { synthesized: { before: base, after: head }, origin: [] });
    return { markdown, exitCode: exitCodeOf(review) };
  };

  it.each([
    ["nothing-to-do", 0, /nothing to do\.$/],
    ["privilege-added", 2, /the app user `reporting` gains `INSERT`/],
    ["schedule-changed", 2, /schedule of `local\/shop` becomes `rate\(7 days\)`; `local\/shop` rotates now/],
    ["strategy-changed", 2, /strategy of `local\/search` becomes `alternating-users`/],
    ["database-replaced", 3, /the database `local-mysql` is replaced and its data is lost/],
    ["bastion-opened", 3, /port 22 opens to the whole internet/],
    ["secret-removed", 3, /the secret `local\/reporting` is deleted/],
    ["value-masked", 2, /the tag `api-token` changes on every resource/],
  ])("%s: ends with exit code %d and says the same as a plan", (scenario, exitCode, sentence) => {
    const { markdown, exitCode: found } = compared(scenario);
    expect(markdown.split("\n")[0]).toMatch(sentence);
    expect(found).toBe(exitCode);
    expect(markdown).not.toContain("not-a-real-token");
  });

  it("shows a plan's escaped JSON opened, and the reader of a secret who is no more", () => {
    expect(compared("privilege-added").markdown).toContain("`input.privileges`: added `INSERT`");
    expect(compared("secret-removed").markdown).toMatch(
      /loses \| whoever carries the policy local-read-reporting \| secret local\/reporting/,
    );
  });
});

describe("a comparison with a base of this clone", () => {
  const project = temporaryFolder();
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args], {
      cwd: project,
      encoding: "utf8",
    });
  const program = (cidr: string): string => `
    import { mkdirSync, writeFileSync } from "node:fs";
    const out = process.env.CDKTF_OUTDIR ?? "";
    mkdirSync(out + "/stacks/dev-network", { recursive: true });
    const stack = { provider: { aws: [{ default_tags: [{ tags: { environment: "dev" } }] }] }, resource: { aws_vpc: { vpc: { cidr_block: "${cidr}" } } } };
    writeFileSync(out + "/stacks/dev-network/cdk.tf.json", JSON.stringify(stack));
    const stacks = { "dev-network": { dependencies: [], synthesizedStackPath: "stacks/dev-network/cdk.tf.json" } };
    writeFileSync(out + "/manifest.json", JSON.stringify({ stacks }));
  `;
  const commit = (source: string): void => {
    writeFileSync(path.join(project, "main.ts"), source);
    git("add", "main.ts");
    git("commit", "-qm", "x");
  };
  const options = (base: string) => ({
    project,
    base,
    outFolder: path.join(project, "review"),
    signal: new AbortController().signal,
  });

  beforeAll(() => {
    linkNodeModules(project);
    git("init", "-q");
    commit(program("10.0.0.0/16"));
    commit(program("10.9.0.0/16"));
  });

  it("writes a report and a summary for each environment, and leaves no checkout behind", async () => {
    const [written] = await compareWithBase(options("HEAD~1"));
    expect(written?.summary).toMatchObject({ version: 1, environment: "dev", basis: "comparison", exitCode: 3 });
    expect(readFileSync(path.join(project, "review", "dev", "report.md"), "utf8")).toContain(
      "**replaced**: `aws_vpc.vpc` in `dev-network`, because of `cidr_block`: `10.0.0.0/16` → `10.9.0.0/16`",
    );
    expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
  });

  it("says what to do when the base is not in this clone, and leaves no folder behind", async () => {
    const folders = () => readdirSync(tmpdir()).filter((name) => /^review-[A-Za-z0-9]{6}$/.test(name));
    const before = folders();
    await expect(compareWithBase(options("origin/nowhere"))).rejects.toMatchObject({
      code: "unknown_base",
      message: expect.stringContaining("git fetch origin nowhere, then name it origin/nowhere"),
    });
    expect(folders()).toEqual(before);
  });

  it("says what stopped the synthesis", async () => {
    mkdirSync(path.join(project, "broken"), { recursive: true });
    commit('console.error("broken rule: deletion-protection"); process.exitCode = 1;');
    await expect(compareWithBase(options("HEAD~1"))).rejects.toMatchObject({
      code: "synthesis_failed",
      message: expect.stringContaining("broken rule: deletion-protection"),
    });
    expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
  });
});
