import { PLAIN } from "../../../ops/output/style";
import { nextCommand, rotationStories, storyText } from "../../../ops/rotation/story";

const at = Date.parse("2026-01-02T03:00:00Z");
const step = (seconds: number, token: string, name: string, more: object = {}) => ({
  at: at + seconds * 1_000,
  fields: { event: "step", outcome: "ok", step: name, token, secretId: "arn", durationMs: 500, ...more },
});
const refused = {
  outcome: "failed",
  code: "login_refused",
  effect: "none",
  message: "1045; what to do: look",
  needsHuman: true,
};

describe("the story of a rotation", () => {
  const stories = rotationStories([
    ...["createSecret", "setSecret", "testSecret", "finishSecret"].map((name, index) => step(index + 1, "one", name)),
    { at: at + 9_000, fields: { event: "action", outcome: "ok", action: "audit" } },
    step(100, "two", "createSecret"),
    step(101, "two", "setSecret", refused),
    step(200, "three", "createSecret"),
  ]);

  it("has one rotation for each token, and knows how it ended", () => {
    expect(stories.map(({ token, state }) => [token, state])).toEqual([
      ["one", "complete"],
      ["two", "failed"],
      ["three", "unfinished"],
    ]);
  });

  it("does not call a test without a rotation incomplete", () => {
    const [story] = rotationStories([step(300, "four", "testSecret")]);
    if (story === undefined) throw new Error("no story");
    expect(storyText(story, { labels: new Map() }, PLAIN)).toMatch(/a test of the value, without a rotation$/);
  });

  it("says when each step ended, how long it took, and the function's own error", () => {
    const text = stories
      .map((story) => storyText(story, { labels: new Map([["one", ["AWSCURRENT"]]]) }, PLAIN))
      .join("\n");
    expect(text).toContain("2026-01-02 03:00:00Z  rotation one (AWSCURRENT)");
    expect(text).toMatch(/03:00:02 {2}setSecret +500 ms {2}ok/);
    expect(text).toContain("complete after 3.5 s");
    expect(text).toMatch(
      /setSecret +500 ms {2}login_refused\n.*1045; what to do: look\n.*effect on the database: none/,
    );
  });

  it("leads to a command for each code, and to its explanation where none helps", () => {
    expect(nextCommand("login_refused", "dev", "shop")).toBe("npm run ops -- unstick dev shop");
    expect(nextCommand("missing_privilege", "dev", "shop")).toBe("npm run ops -- explain missing_privilege");
  });
});
