import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeReview } from "../../../../ops/review/output/write-review";
import { temporaryFolder } from "../../../support/temporary-folder";
import { recordedReview } from "../recorded-review";
import { changeOf, reviewOf } from "../sample-change";

const none = { synthesized: { before: [], after: [] }, origin: ["a test"] };

describe("what a review writes", () => {
  const folder = temporaryFolder();

  it("is a report for a comment, a full one, and a summary in the documented shape", () => {
    const { review, synthesized } = recordedReview("secret-removed");
    const { summary } = writeReview(folder, review, {
      ...none,
      synthesized: { before: synthesized, after: synthesized },
    });
    expect(readdirSync(path.join(folder, "local")).sort()).toEqual([
      "full-report.md",
      "picture.svg",
      "report.md",
      "summary.json",
    ]);
    expect(JSON.parse(readFileSync(path.join(folder, "local", "summary.json"), "utf8"))).toEqual(summary);
    expect(summary).toMatchObject({ version: 1, environment: "local", basis: "plan", exitCode: 3 });
    expect(summary.stacks.find(({ id }) => id === "local-app-secret")?.lost).toContain(
      "aws_secretsmanager_secret.secret_reporting",
    );
    expect(summary.findings.map(({ code }) => code)).toContain("secret_deleted");
  });

  it.each([
    ["plain", (password: string) => password],
    ["in a URL", encodeURIComponent],
    [
      "within other base64",
      (password: string) => Buffer.from(`${password}, and more`).toString("base64").toLowerCase(),
    ],
  ])("never holds a known password, %s", (_, form) => {
    const password = "example only: %7x Aa";
    const review = reviewOf([changeOf("aws_vpc", "x", { before: { note: "a" }, after: { note: form(password) } })]);
    const known = new Set([form(password)]);
    expect(() => writeReview(folder, review, none, known)).toThrow(/secret_in_report/);
    expect(readdirSync(folder)).not.toContain("prod");
  });

  it("masks what attribute by attribute was missed", () => {
    const review = reviewOf([
      changeOf("aws_vpc", "x", { before: { note: "a" }, after: { note: "DB_PASSWORD=hunter-two" } }),
    ]);
    writeReview(folder, review, none);
    expect(readFileSync(path.join(folder, "prod", "report.md"), "utf8")).not.toContain("hunter-two");
  });
});
