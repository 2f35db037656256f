import type { PlannedStack, Review } from "../../../../ops/review/model/change";
import { firstLine } from "../../../../ops/review/report/first-line";
import { changeOf, reviewOf } from "../sample-change";

const stack = (id: string, more: Partial<PlannedStack>): PlannedStack => ({
  kind: "planned",
  id,
  ...{ changes: [], drift: [], outputs: [], outdatedBy: [] },
  ...more,
});
const lineOf = (...stacks: Review["stacks"]): string => firstLine({ ...reviewOf([]), stacks }, []);
const network = stack("prod-network", { changes: [changeOf("aws_vpc", "vpc", { after: {} })] });
const waiting = {
  kind: "waiting",
  id: "prod-database",
  upstream: "prod-network",
  isDeployed: false,
  changes: [],
} as const;
const bastion = (before: unknown): PlannedStack =>
  stack("prod-bastion", { outputs: [{ name: "bastion_mode", before, after: "none" }] });

describe("the first line of a first deployment", () => {
  it.each([undefined, null])("counts a bastion that has outputs only among the new stacks (before: %s)", (before) => {
    expect(lineOf(network, waiting, bastion(before))).toBe(
      "**prod**: nothing is deployed yet: applying creates `prod-network` with 1 resources; 1 stack follows in a later review.",
    );
  });

  it("says of two versions that are compared that all of it is new: what is deployed is not known", () => {
    const review = { ...reviewOf([]), basis: "comparison" as const, stacks: [network] };
    expect(firstLine(review, [])).toBe("**prod**: all of it is new: 1 resources in 1 stacks.");
  });

  it("does not say so where a stack without resources was deployed before", () => {
    expect(lineOf(network, bastion("ssm"))).toBe("**prod**: 1 created.");
  });
});
