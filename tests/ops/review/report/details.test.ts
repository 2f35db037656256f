import { SENSITIVE } from "../../../../ops/review/model/change";
import { details } from "../../../../ops/review/report/details";
import { changeOf, reviewOf } from "../sample-change";

const itemsOf = (...changes: Parameters<typeof reviewOf>[0]): readonly string[] =>
  details(reviewOf(changes)).flatMap(({ items }) => items);

describe("the details of a change", () => {
  it("call a change of tags what it is, once for all resources", () => {
    const tagged = { before: { tags_all: { a: "1" } }, after: { tags_all: { a: "2" } } };
    expect(itemsOf(changeOf("aws_vpc", "one", tagged), changeOf("aws_vpc", "two", tagged))).toEqual([
      "- **changed** in tags only, 2 resources: `tags.a`: `1` → `2`\n  - `aws_vpc.one`, `aws_vpc.two`",
    ]);
  });

  it("do not call a change of a sensitive value a change of tags", () => {
    const hidden = { note: SENSITIVE, tags_all: { a: "1" } };
    expect(itemsOf(changeOf("aws_vpc", "one", { before: hidden, after: hidden }))).toEqual([
      "- **changed** `aws_vpc.one`\n  - only in sensitive values, or in the order of a list",
    ]);
  });
});
