import { parseEnvironment } from "../../../environments";
import { OWN_TAGS } from "../../../environments/sections/tags-section";
import { STACK_PARTS } from "../../../stacks/shared/naming";
import { defaultTags, weakenedTags } from "../../../stacks/shared/tags";
import { SAMPLE, sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const owned = { owner: "platform@example.com", costCentre: "4711", tags: { "data-class": "internal" } };
const stacks = stacksOf(sampleWith(owned));

describe("everything that is made", () => {
  test.each(STACK_PARTS)("in %s carries environment, stack, owner, cost centre and source", (part) => {
    expect(stacks(part).json.provider).toMatchObject({
      aws: [
        {
          default_tags: [
            {
              tags: {
                environment: "sample",
                stack: `sample-${part}`,
                owner: "platform@example.com",
                "cost-centre": "4711",
                source: "rotating-rds-mysql/environments/sample.ts",
                "managed-by": "cdktf",
                project: "rotating-rds-mysql",
                "data-class": "internal",
              },
            },
          ],
        },
      ],
    });
  });

  test("tags an environment without an owner as unassigned", () => {
    expect(defaultTags(parseEnvironment("sample", SAMPLE), "network")).toMatchObject({
      owner: "unassigned",
      "cost-centre": "unassigned",
    });
  });

  test("may come from a source that the environment names", () => {
    const source = "https://git.example.com/platform/databases";
    expect(defaultTags(parseEnvironment("sample", sampleWith({ source })), "network").source).toBe(source);
  });

  test("carries no tag that the environment file may write over", () => {
    const own = Object.keys(defaultTags(parseEnvironment("sample", SAMPLE), "network"));
    expect(own.sort()).toEqual([...OWN_TAGS].sort());
  });
});

describe("a weakened choice", () => {
  test("is a tag that holds its reason, as AWS takes it, and a safe one is none", () => {
    expect(
      weakenedTags({
        "final-snapshot": { value: false, reason: "generated data (only), rebuilt nightly" },
        "multi-az": { value: true, reason: undefined },
      }),
    ).toEqual({ "weakened:final-snapshot": "generated data only rebuilt nightly" });
  });
});
